package io.sparklancedb.commit;

import java.util.List;
import java.util.function.IntToLongFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.lance.FragmentMetadata;

/** How many rows are read at a time, so that they take a bounded memory. */
final class ReadSize {
  private static final int MOST_ROWS = 8_192;
  private static final long MOST_BYTES = 16 << 20;

  /** While it is not known what a row takes. */
  private static final int FIRST_ROWS = 64;

  private int mostRows = FIRST_ROWS;

  /** Of the rows that were read last. */
  private long bytesOfARow;

  /**
   * Where to end.
   *
   * @param storedBytes of each row, about
   * @return at least one more than the first row
   */
  int end(int from, int to, IntToLongFunction storedBytes) {
    int end = from;
    long bytes = 0;
    while (end < to && end - from < mostRows && bytes < MOST_BYTES) {
      bytes += Math.max(bytesOfARow, storedBytes.applyAsLong(end));
      end++;
    }
    return end;
  }

  void note(VectorSchemaRoot batch) {
    if (batch.getRowCount() > 0) {
      mostRows = MOST_ROWS;
      bytesOfARow =
          batch.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum()
              / batch.getRowCount();
    }
  }

  /** Of a row of the fragment, about. */
  static long storedBytes(FragmentMetadata fragment) {
    return TransactionDraft.bytes(List.of(fragment)) / Math.max(1, fragment.getPhysicalRows());
  }
}
