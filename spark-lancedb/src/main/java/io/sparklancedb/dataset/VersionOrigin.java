package io.sparklancedb.dataset;

import io.sparklancedb.layout.LanceLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.Transaction;

/**
 * The transaction that created a version. Transactions are read here only, since lance-core 7.0.0
 * cannot read all of them.
 *
 * @param uuid of the transaction
 * @param operation Lance's name for it; empty when it cannot be told
 * @param properties of the transaction
 */
public record VersionOrigin(
    Optional<String> uuid, Optional<String> operation, Map<String, String> properties) {
  /** How this connector signs its transactions. */
  public static final String WRITER = "spark-lancedb";

  /** The property that counts the commits of a write of several, up to this one. */
  public static final String COMMITS = "commits";

  /** What precedes the name of a count where it is of all commits of the write so far. */
  public static final String TOTAL = "total_";

  /**
   * lance-core 7.0.0 cannot read the transaction of a compaction that updated indexes: it calls a
   * constructor with wrong arguments. Only the message of that failure names them.
   */
  private static final String REWRITTEN_INDEX =
      "(Ljava/util/UUID;Ljava/util/UUID;Ljava/lang/String;[BII)V";

  private static final VersionOrigin UNKNOWN =
      new VersionOrigin(Optional.empty(), Optional.empty(), Map.of());

  public VersionOrigin {
    properties = Map.copyOf(properties);
  }

  /**
   * @param isFirst whether there is no older version
   */
  public static VersionOrigin of(Dataset version, BooleanSupplier isFirst) {
    // To read the transaction that made a clone ends the process.
    if (isFirst.getAsBoolean() && mayBeClone(version)) {
      return UNKNOWN;
    }
    try {
      return version.readTransaction().map(VersionOrigin::of).orElse(UNKNOWN);
    } catch (RuntimeException e) {
      if (String.valueOf(e.getMessage()).contains(REWRITTEN_INDEX)) {
        return new VersionOrigin(Optional.empty(), Optional.of("Rewrite"), Map.of());
      }
      throw e;
    }
  }

  private static VersionOrigin of(Transaction transaction) {
    return new VersionOrigin(
        Optional.of(transaction.uuid()),
        Optional.of(transaction.operation().name()),
        transaction.transactionProperties().orElse(Map.of()));
  }

  /** A clone begins with the original's files and nothing else. */
  private static boolean mayBeClone(Dataset first) {
    List<Fragment> fragments = first.getFragments();
    return fragments.isEmpty()
        ? !wasMade(first)
        : fragments.stream().allMatch(fragment -> Fragments.isElsewhere(fragment.metadata()));
  }

  /** Only the transaction that makes a table has no version before it: its file says so. */
  private static boolean wasMade(Dataset empty) {
    try (Stream<Path> files = Files.list(LanceLayout.transactionsFolder(Path.of(empty.uri())))) {
      return files.anyMatch(
          file -> file.getFileName().toString().startsWith(LanceLayout.transactionsOf(0)));
    } catch (IOException e) {
      return false;
    }
  }
}
