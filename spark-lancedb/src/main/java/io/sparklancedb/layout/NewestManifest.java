package io.sparklancedb.layout;

import io.sparklancedb.config.TableAddress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file that describes the newest version of a table in a folder. Lance does not name it when it
 * cannot read it.
 */
public final class NewestManifest {
  /** What Lance writes last into each of its files. */
  private static final byte[] END = "LANC".getBytes(StandardCharsets.US_ASCII);

  /** So many digits count down from the largest unsigned number. */
  private static final int DIGITS_OF_A_DESCENDING_NAME = 20;

  private NewestManifest() {}

  /** Returns the file when its end is missing; empty where Lance is not of the tested version. */
  public static Optional<Path> truncated(TableAddress address) {
    return truncated(address, TestedLance.isLoaded());
  }

  static Optional<Path> truncated(TableAddress address, boolean isTestedLance) {
    if (!isTestedLance || !address.database().isFolder()) {
      // In an object store a file appears whole or not at all.
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(LanceLayout.versionsFolder(Path.of(address.uri())))) {
      Optional<Path> newest =
          files
              .filter(file -> digits(file).matches("\\d{1,20}"))
              .max(Comparator.comparing(NewestManifest::version, Long::compareUnsigned));
      return newest.isPresent() && isCutShort(newest.get()) ? newest : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isCutShort(Path file) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
      if (content.length() < END.length) {
        return true;
      }
      byte[] end = new byte[END.length];
      content.seek(content.length() - END.length);
      content.readFully(end);
      return !Arrays.equals(end, END);
    }
  }

  private static long version(Path file) {
    String digits = digits(file);
    long number = Long.parseUnsignedLong(digits);
    return digits.length() == DIGITS_OF_A_DESCENDING_NAME ? ~number : number;
  }

  /** Empty for files that are no manifests. */
  private static String digits(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(LanceLayout.MANIFEST_SUFFIX)
        ? name.substring(0, name.length() - LanceLayout.MANIFEST_SUFFIX.length())
        : "";
  }
}
