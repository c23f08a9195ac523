package io.sparklancedb.arrow.batch;

/** When a batch is full: whichever comes first. Bytes are those of the values, without padding. */
public record BatchSize(int maxRows, long maxBytes) {
  public BatchSize {
    if (maxRows < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("a batch has at least one row and one byte");
    }
  }
}
