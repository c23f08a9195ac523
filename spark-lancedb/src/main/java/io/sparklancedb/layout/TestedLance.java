package io.sparklancedb.layout;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.jar.JarFile;
import org.lance.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the Lance of this JVM is the version whose files the connector knows. With any other one
 * it reads and writes none of Lance's own files.
 *
 * <p>lance-core says its version nowhere. Its jar, and whatever jar its classes were copied into,
 * lists the checksums of its native libraries.
 */
public final class TestedLance {
  private static final Logger LOG = LoggerFactory.getLogger(TestedLance.class);
  private static final String VERSION = "7.0.0";

  /** The CRC-32 of each native library of that version. */
  private static final Map<String, Long> CHECKSUMS =
      Map.of(
          "nativelib/linux-x86-64/liblance_jni.so", 0x8ad82defL,
          "nativelib/linux-aarch64/liblance_jni.so", 0xca5804a4L,
          "nativelib/darwin-aarch64/liblance_jni.dylib", 0x3ff402f2L);

  private static final boolean IS_LOADED = look();

  private TestedLance() {}

  /** Costs nothing from the second time on. */
  public static boolean isLoaded() {
    return IS_LOADED;
  }

  private static boolean look() {
    boolean isTested = isIn(Dataset.class.getClassLoader()::getResource);
    if (!isTested) {
      LOG.warn(
          "The Lance of this JVM is not lance-core {}, with which the connector was tested. "
              + "Deletion files are left to Lance, which is slower; zone maps skip no fragments; "
              + "the driver builds large indexes; "
              + "tasks write to the folder of the table.",
          VERSION);
    }
    return isTested;
  }

  /**
   * Whether the libraries that are there, one at least, are those of the tested version.
   *
   * @param resources where each of them is; null for none
   */
  static boolean isIn(Function<String, URL> resources) {
    List<String> found =
        CHECKSUMS.keySet().stream().filter(name -> resources.apply(name) != null).toList();
    return !found.isEmpty()
        && found.stream()
            .allMatch(name -> CHECKSUMS.get(name).equals(checksum(resources.apply(name))));
  }

  /** Minus one where it cannot be told without reading the library, as outside of a jar. */
  private static long checksum(URL library) {
    try {
      if (!(library.openConnection() instanceof JarURLConnection connection)) {
        return -1;
      }
      // Else closing the file would close it for others.
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        return Objects.requireNonNull(jar.getJarEntry(connection.getEntryName())).getCrc();
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cannot look into {}.", library, e);
      return -1;
    }
  }
}
