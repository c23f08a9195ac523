package io.sparklancedb.write;

import java.util.stream.Stream;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What Spark shows of the tasks at the node of a write. Spark makes a metric by its class's name,
 * so each is public and has a constructor without arguments.
 */
public final class WriteMetrics {
  private WriteMetrics() {}

  static CustomMetric[] all() {
    return new CustomMetric[] {
      new RowsWritten(), new KeysToDelete(), new FilesWritten(), new BytesWritten()
    };
  }

  /** The values so far. */
  static CustomTaskMetric[] of(FragmentSink rows, FragmentSink deletedKeys) {
    return new CustomTaskMetric[] {
      new Value(RowsWritten.NAME, rows.rows()),
      new Value(KeysToDelete.NAME, deletedKeys.rows()),
      new Value(FilesWritten.NAME, sum(rows, deletedKeys, false)),
      new Value(BytesWritten.NAME, sum(rows, deletedKeys, true))
    };
  }

  private static long sum(FragmentSink rows, FragmentSink deletedKeys, boolean bytes) {
    return Stream.of(rows, deletedKeys)
        .flatMap(sink -> sink.finished().stream())
        .flatMap(fragment -> fragment.metadata().getFiles().stream())
        .mapToLong(file -> bytes ? file.getFileSizeBytes() : 1)
        .sum();
  }

  private record Value(String name, long value) implements CustomTaskMetric {}

  /** Rows for the table. */
  public static final class RowsWritten extends CustomSumMetric {
    private static final String NAME = "rowsWritten";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "rows written";
    }
  }

  /** Rows whose {@code delete_column} is true. */
  public static final class KeysToDelete extends CustomSumMetric {
    private static final String NAME = "keysToDelete";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "keys to delete";
    }
  }

  /** Data files. */
  public static final class FilesWritten extends CustomSumMetric {
    private static final String NAME = "filesWritten";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "files written";
    }
  }

  /** Bytes in the data files. */
  public static final class BytesWritten extends CustomSumMetric {
    private static final String NAME = "bytesWritten";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String description() {
      return "bytes written";
    }
  }
}
