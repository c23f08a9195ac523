package io.sparklancedb.write;

import io.sparklancedb.commit.WriteTotals;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.executor.OutputMetrics;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What Spark shows at the node of a write. Spark makes a metric by its class's name, so each is
 * public and has a constructor without arguments.
 */
public final class WriteMetrics {
  private static final List<CustomMetric> OF_TASKS =
      List.of(new RowsWritten(), new KeysToDelete(), new BytesWritten());

  /** Named as the properties of the transaction. */
  private static final List<CustomMetric> OF_THE_DRIVER =
      List.of(
          new RowsInserted(),
          new RowsUpdated(),
          new RowsDeleted(),
          new RowsUnchanged(),
          new KeysProbed(),
          new RowsScanned(),
          new LocateTime(),
          new FilesWritten(),
          new FileBytes(),
          new CommitRetries());

  private WriteMetrics() {}

  static CustomMetric[] all() {
    List<CustomMetric> all = new ArrayList<>(OF_TASKS);
    if (!SparkSession.active().version().startsWith("3.")) {
      // Spark 3 does not ask the driver, and would show zeros.
      all.addAll(OF_THE_DRIVER);
    }
    return all.toArray(CustomMetric[]::new);
  }

  /**
   * A task's values so far. Spark reads them last before the task's files are finished; it takes
   * rows and bytes, by their names, for those of the stage as well.
   */
  static CustomTaskMetric[] of(FragmentWriter rows, FragmentWriter deletedKeys) {
    return new CustomTaskMetric[] {
      new Value(new RowsWritten().name(), rows.rows()),
      new Value(new KeysToDelete().name(), deletedKeys.rows()),
      new Value(new BytesWritten().name(), rows.bytes() + deletedKeys.bytes())
    };
  }

  /** The driver's values. */
  static CustomTaskMetric[] of(WriteTotals totals) {
    return OF_THE_DRIVER.stream()
        .map(CustomMetric::name)
        .map(name -> new Value(name, totals.count(name)))
        .toArray(CustomTaskMetric[]::new);
  }

  /** What a task that has ended has written, which Spark adds up to the output of the stage. */
  static void report(FragmentWriter rows, FragmentWriter deletedKeys) {
    OutputMetrics output = TaskContext.get().taskMetrics().outputMetrics();
    output.setRecordsWritten(rows.rows());
    output.setBytesWritten(rows.bytes() + deletedKeys.bytes());
  }

  private record Value(String name, long value) implements CustomTaskMetric {}

  /** A sum with a name and a text. */
  abstract static class Sum extends CustomSumMetric {
    private final String name;
    private final String description;

    Sum(String name, String description) {
      this.name = name;
      this.description = description;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String description() {
      return description;
    }
  }

  /** Rows for the table. */
  public static final class RowsWritten extends Sum {
    public RowsWritten() {
      super("recordsWritten", "rows written");
    }
  }

  /** Rows whose {@code delete_column} is true. */
  public static final class KeysToDelete extends Sum {
    public KeysToDelete() {
      super("keysToDelete", "keys to delete");
    }
  }

  /** Bytes of the rows, as they are given to Lance. */
  public static final class BytesWritten extends Sum {
    public BytesWritten() {
      super("bytesWritten", "bytes written");
    }
  }

  /** Rows with keys that were not there. */
  public static final class RowsInserted extends Sum {
    public RowsInserted() {
      super("inserted", "rows inserted");
    }
  }

  /** Rows that took the place of others. */
  public static final class RowsUpdated extends Sum {
    public RowsUpdated() {
      super("updated", "rows updated");
    }
  }

  /** Rows of the table that are gone without another in their place. */
  public static final class RowsDeleted extends Sum {
    public RowsDeleted() {
      super("deleted", "rows deleted");
    }
  }

  /** Rows of the DataFrame that had no effect. */
  public static final class RowsUnchanged extends Sum {
    public RowsUnchanged() {
      super("unchanged", "rows without effect");
    }
  }

  /** Keys that were looked up in the index. */
  public static final class KeysProbed extends Sum {
    public KeysProbed() {
      super("probed_keys", "keys looked up in the index");
    }
  }

  /** Rows of the table that were looked at for keys. */
  public static final class RowsScanned extends Sum {
    public RowsScanned() {
      super("scanned_rows", "table rows scanned for keys");
    }
  }

  /** Milliseconds in which the written keys were looked for in the table. */
  public static final class LocateTime extends Sum {
    public LocateTime() {
      super("locate_millis", "ms to find the written keys in the table");
    }
  }

  /** Data files of rows. */
  public static final class FilesWritten extends Sum {
    public FilesWritten() {
      super("files", "files written");
    }
  }

  /** Bytes in them. */
  public static final class FileBytes extends Sum {
    public FileBytes() {
      super("bytes", "bytes of the files written");
    }
  }

  /** Commits that met another writer. */
  public static final class CommitRetries extends Sum {
    public CommitRetries() {
      super("commit_retries", "commit retries");
    }
  }
}
