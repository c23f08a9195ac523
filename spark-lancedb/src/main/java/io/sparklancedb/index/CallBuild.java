package io.sparklancedb.index;

import org.lance.Dataset;

/** Lance builds and commits the index in one call, in this process. */
record CallBuild() implements IndexBuild {
  @Override
  public void make(IndexTarget target, Dataset latest) {
    latest.createIndex(target.options(latest).build());
  }
}
