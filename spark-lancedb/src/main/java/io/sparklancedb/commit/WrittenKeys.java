package io.sparklancedb.commit;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.layout.LanceLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PrimitiveIterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.lance.fragment.DataFile;

/**
 * The keys of uncommitted fragments, read back from their files: they need not be kept, and can be
 * looked up again in another version.
 *
 * @param published whether the rows' files are where versions name them
 * @param keyColumn the files' column with the keys, or with addresses of rows to delete
 */
record WrittenKeys(
    Staging staging, boolean published, String keyColumn, List<WrittenFragment> fragments)
    implements Serializable {
  /** Of files that lie where the tasks have written them. */
  static WrittenKeys staged(StagedWrite write) {
    return of(write, false);
  }

  /** Of rows' files that lie where versions name them. */
  static WrittenKeys published(StagedWrite write) {
    return of(write, true);
  }

  private static WrittenKeys of(StagedWrite write, boolean published) {
    return new WrittenKeys(
        write.staging(), published, write.rowIdColumn().orElse(null), write.fragments());
  }

  /** Those of other fragments, such as some of these. */
  WrittenKeys with(List<WrittenFragment> others) {
    return new WrittenKeys(staging, published, keyColumn, others);
  }

  /** Those of the fragments of some places. */
  WrittenKeys only(Collection<Integer> places) {
    return with(places.stream().map(fragments::get).toList());
  }

  TableAddress address() {
    return staging.address();
  }

  long rows() {
    return count(Content.ROWS) + count(Content.DELETED_KEYS);
  }

  /** Of the files with rows. */
  long bytes() {
    return TransactionDraft.bytes(
        fragments.stream()
            .filter(fragment -> fragment.content() == Content.ROWS)
            .map(WrittenFragment::metadata)
            .toList());
  }

  /** Takes a written row by its fragment's place and its position in that. */
  interface RowVisitor {
    void row(int fragment, int position);
  }

  /**
   * Finds written rows by their places among all: fragment by fragment, those of rows alone.
   *
   * @param ordinals in increasing order
   */
  void forEachRow(PrimitiveIterator.OfInt ordinals, RowVisitor visitor) {
    int fragment = -1;
    long first = 0;
    long end = 0;
    while (ordinals.hasNext()) {
      int ordinal = ordinals.nextInt();
      while (ordinal >= end) {
        fragment++;
        if (fragments.get(fragment).content() == Content.ROWS) {
          first = end;
          end += fragments.get(fragment).rows();
        }
      }
      visitor.row(fragment, (int) (ordinal - first));
    }
  }

  /** Takes the keys of some rows of a fragment, in the order of the rows. */
  interface Visitor {
    /**
     * @param fragment its place among the fragments
     * @param first where the first of the keys is in it
     * @return whether to go on
     */
    boolean keys(int fragment, int first, FieldVector keys);
  }

  /** Takes keys with another column of the same rows. */
  interface PairVisitor {
    /**
     * @return whether to go on
     */
    boolean rows(FieldVector keys, FieldVector others);
  }

  /** Takes some rows of a fragment, in their order. */
  private interface BatchVisitor {
    boolean rows(int fragment, int first, VectorSchemaRoot batch);
  }

  WrittenKeys {
    fragments = List.copyOf(fragments);
  }

  /** How many rows the fragments of a kind have. */
  long count(Content content) {
    return fragments.stream()
        .filter(fragment -> fragment.content() == content)
        .mapToLong(WrittenFragment::rows)
        .sum();
  }

  /**
   * Reads the fragments of a kind.
   *
   * @return whether the visitor wanted all of them
   */
  boolean read(Content content, Visitor visitor) {
    if (count(content) == 0) {
      // A table without a key has no column to name.
      return true;
    }
    return read(
        content,
        List.of(keyColumn),
        (fragment, first, batch) -> visitor.keys(fragment, first, batch.getVector(keyColumn)));
  }

  /**
   * Reads all fragments.
   *
   * @param column which each of them has beside the key
   * @return whether the visitor wanted all of them
   */
  boolean readWith(String column, PairVisitor visitor) {
    List<String> columns =
        column.equals(keyColumn) ? List.of(keyColumn) : List.of(keyColumn, column);
    BatchVisitor pairs =
        (fragment, first, batch) ->
            visitor.rows(batch.getVector(keyColumn), batch.getVector(column));
    return read(Content.ROWS, columns, pairs) && read(Content.DELETED_KEYS, columns, pairs);
  }

  private boolean read(Content content, List<String> columns, BatchVisitor visitor) {
    NativeLibrary.load();
    List<Place> places = places(content);
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb keys");
        FilesAhead files =
            new FilesAhead(
                places.stream().map(place -> unopened(place, columns, allocator)).iterator())) {
      for (Place place : places) {
        try (KeyFile file = files.next()) {
          if (!read(place.fragment(), file, visitor)) {
            return false;
          }
        }
      }
      return true;
    } catch (Exception e) {
      throw TableLoader.unreachable(address(), e);
    }
  }

  /** A file of a fragment. */
  private record Place(int fragment, DataFile file) {}

  private List<Place> places(Content content) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < fragments.size(); i++) {
      if (fragments.get(i).content() == content) {
        for (DataFile file : fragments.get(i).metadata().getFiles()) {
          places.add(new Place(i, file));
        }
      }
    }
    return places;
  }

  private FilesAhead.Unopened unopened(
      Place place, List<String> columns, BufferAllocator allocator) {
    WrittenFragment fragment = fragments.get(place.fragment());
    String uri = uri(fragment, place.file());
    return new FilesAhead.Unopened(
        () -> KeyFile.open(uri, address().storage().values(), columns, allocator),
        fragment.rows() <= KeyFile.BATCH_ROWS);
  }

  /** Where a file of a fragment is. */
  String uri(WrittenFragment fragment, DataFile file) {
    boolean isPublished = published && fragment.content() == Content.ROWS;
    return LanceLayout.dataFile(isPublished ? address().uri() : staging.uri(), file.getPath());
  }

  private static boolean read(int fragment, KeyFile file, BatchVisitor visitor) throws Exception {
    int first = 0;
    while (file.hasBatch()) {
      VectorSchemaRoot batch = file.batch();
      if (!visitor.rows(fragment, first, batch)) {
        return false;
      }
      first += batch.getRowCount();
      file.next();
    }
    return true;
  }
}
