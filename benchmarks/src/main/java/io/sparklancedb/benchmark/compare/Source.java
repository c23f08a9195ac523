package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;

/** The rows that every system is given, as Parquet files. */
record Source(Path folder, KeyKind keys, long rows) {
  static Source in(Path folder, KeyKind keys, long rows) {
    return new Source(folder.resolve("source-%s-%d".formatted(keys, rows)), keys, rows);
  }

  Path base() {
    return folder.resolve("base");
  }

  Path upsert(Share share) {
    return folder.resolve("upsert-" + share.text());
  }

  /** How many rows an upsert has: half of them, so an even number, are new. */
  long upsertRows(Share share) {
    return Math.max(2, Math.round(rows * share.value()) / 2 * 2);
  }
}
