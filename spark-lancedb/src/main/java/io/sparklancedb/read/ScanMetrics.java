package io.sparklancedb.read;

import org.apache.spark.sql.connector.metric.CustomMetric;

/** The numbers of a scan. */
public final class ScanMetrics {
  static final ScanMetric FRAGMENTS_PLANNED = new FragmentsPlanned();
  static final ScanMetric FRAGMENTS_PRUNED = new FragmentsPruned();
  static final ScanMetric ROWS_FOUND = new RowsFound();
  static final ScanMetric BATCHES = new Batches();
  static final ScanMetric BYTES_READ = new BytesRead();
  static final ScanMetric REQUESTS = new Requests();
  static final ScanMetric INDEX_COMPARISONS = new IndexComparisons();

  static final ScanMetric ROWS_RANKED = new RowsRanked();
  static final ScanMetric ROWS_COMPARED = new RowsCompared();

  private ScanMetrics() {}

  /** Those of a search. */
  static CustomMetric[] ofSearch() {
    return new CustomMetric[] {new RowsRanked(), new RowsCompared()};
  }

  /** New ones for each plan. */
  static CustomMetric[] all() {
    return new CustomMetric[] {
      new FragmentsPlanned(),
      new FragmentsPruned(),
      new RowsFound(),
      new Batches(),
      new BytesRead(),
      new Requests(),
      new IndexComparisons()
    };
  }

  /** See {@link ScanMetric}. */
  public static final class FragmentsPlanned extends ScanMetric {
    public FragmentsPlanned() {
      super("fragmentsPlanned", "fragments planned");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class FragmentsPruned extends ScanMetric {
    public FragmentsPruned() {
      super("fragmentsPruned", "fragments pruned by indexes");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class RowsFound extends ScanMetric {
    public RowsFound() {
      super("rowsFound", "rows found by indexes when planning");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class RowsRanked extends ScanMetric {
    public RowsRanked() {
      super("rowsRanked", "rows found by the search");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class RowsCompared extends ScanMetric {
    public RowsCompared() {
      super("rowsCompared", "rows compared by the search");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class Batches extends ScanMetric {
    public Batches() {
      super("batches", "batches");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class BytesRead extends ScanMetric {
    public BytesRead() {
      super("bytesRead", "bytes read");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class Requests extends ScanMetric {
    public Requests() {
      super("requests", "read requests");
    }
  }

  /** See {@link ScanMetric}. */
  public static final class IndexComparisons extends ScanMetric {
    public IndexComparisons() {
      super("indexComparisons", "comparisons in indexes");
    }
  }
}
