package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableSnapshot;

/** Tells what a write does to a version: a function of the written rows and the version. */
interface ChangeSource {
  ChangeSet in(TableSnapshot version);
}
