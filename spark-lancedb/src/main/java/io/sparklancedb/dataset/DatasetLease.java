package io.sparklancedb.dataset;

import org.lance.Dataset;

/**
 * The use of a shared dataset. The dataset belongs to this JVM: the holder gives the lease back and
 * never closes it.
 */
public final class DatasetLease implements AutoCloseable {
  private final Dataset dataset;
  private final Runnable giveBack;
  private boolean closed;

  DatasetLease(Dataset dataset, Runnable giveBack) {
    this.dataset = dataset;
    this.giveBack = giveBack;
  }

  public Dataset dataset() {
    return dataset;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      giveBack.run();
    }
  }
}
