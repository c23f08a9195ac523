package io.sparklancedb.commit;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.column.RowDigests;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.job.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.file.LanceFileReader;
import org.lance.util.Range;

/** Some of the written rows, read back from their files for what they are compared with. */
final class WrittenRows {
  private final WrittenKeys written;
  private final List<String> columns;

  /** {@code place among all written rows << 32 | number of the row that it is compared with}. */
  private final long[] rows;

  /** Of each of those rows, in its fragment. */
  private final int[] positions;

  /** Of each fragment the first of the rows that is in another. */
  private final Map<Integer, Integer> ends = new LinkedHashMap<>();

  /**
   * @param columns of which a fragment may lack some
   * @param rows in increasing order
   */
  WrittenRows(WrittenKeys written, List<String> columns, long[] rows) {
    this.written = written;
    this.columns = columns;
    this.rows = rows;
    this.positions = new int[rows.length];
    int[] next = {0};
    written.forEachRow(
        LongStream.of(rows).mapToInt(row -> (int) (row >>> Integer.SIZE)).iterator(),
        (fragment, position) -> {
          positions[next[0]++] = position;
          ends.put(fragment, next[0]);
        });
  }

  /** Leaves a digest of each. */
  void read(RowDigests digests) {
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb compared rows")) {
      int from = 0;
      for (Map.Entry<Integer, Integer> fragment : ends.entrySet()) {
        read(fragment.getKey(), from, fragment.getValue(), digests, allocator);
        from = fragment.getValue();
      }
    } catch (Exception e) {
      throw TableLoader.unreachable(written.address(), e);
    }
  }

  private void read(int place, int first, int end, RowDigests digests, BufferAllocator allocator)
      throws Exception {
    WrittenFragment fragment = written.fragments().get(place);
    List<String> own = columns.stream().filter(fragment.columns()::contains).toList();
    if (own.isEmpty()) {
      keep(null, first, end, digests);
      return;
    }
    ReadSize size = new ReadSize();
    long stored = ReadSize.storedBytes(fragment.metadata());
    String uri = written.uri(fragment, fragment.metadata().getFiles().get(0));
    Map<String, String> storage = written.address().storage().values();
    try (LanceFileReader file = LanceFileReader.open(uri, storage, allocator)) {
      for (int from = first; from < end; ) {
        Piece.stopIfCancelled();
        int to = endOfSame(size.end(from, end, row -> stored), end);
        // All of them fit in one batch.
        try (ArrowReader batches = file.readAll(own, ranges(from, to), to - from)) {
          while (batches.loadNextBatch()) {
            size.note(batches.getVectorSchemaRoot());
            from = keep(batches.getVectorSchemaRoot(), from, to, digests);
          }
        }
        RowComparison.requireAll(from, to);
      }
    }
  }

  /** Rows of one position stay together. */
  private int endOfSame(int to, int end) {
    int next = to;
    while (next < end && positions[next] == positions[next - 1]) {
      next++;
    }
    return next;
  }

  /** The positions, each once. */
  private List<Range> ranges(int from, int to) {
    List<Range> ranges = new ArrayList<>();
    int start = positions[from];
    int end = start + 1;
    for (int i = from + 1; i < to; i++) {
      if (positions[i] > end) {
        ranges.add(new Range(start, end));
        start = positions[i];
      }
      end = positions[i] + 1;
    }
    ranges.add(new Range(start, end));
    return ranges;
  }

  /**
   * @param batch of the rows' positions, each once; null for rows without a value
   * @return the first row that is not in it
   */
  private int keep(VectorSchemaRoot batch, int from, int to, RowDigests digests) {
    RowDigests.Batch values = digests.of(batch);
    int row = from;
    for (int i = 0; row < to && (batch == null || i < batch.getRowCount()); i++) {
      int position = positions[row];
      while (row < to && positions[row] == position) {
        values.keep(i, (int) rows[row++]);
      }
    }
    return row;
  }
}
