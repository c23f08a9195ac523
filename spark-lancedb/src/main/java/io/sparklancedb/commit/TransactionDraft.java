package io.sparklancedb.commit;

import io.sparklancedb.commit.DeletionFiles.DeletionVector;
import io.sparklancedb.dataset.Fragments;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.TableSnapshot.RowIds;
import io.sparklancedb.dataset.VersionOrigin;
import io.sparklancedb.error.WriteErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.operation.Merge;
import org.lance.operation.Operation;
import org.lance.operation.Update;
import org.roaringbitmap.RoaringBitmap;

/**
 * The fragments of a table after a write: those that stay as they are, those that lose rows, those
 * that are gone, and the new ones.
 *
 * <p>Lance has two operations for a change of rows.
 *
 * <ul>
 *   <li>Update: two of them that only insert do not conflict, so the same new key could be
 *       committed twice.
 *   <li>Merge: it names all fragments of the table, and conflicts with every other change of rows.
 *       Who commits second has to try again.
 * </ul>
 *
 * <p>So a write is a merge. A fragment that loses all its rows is named as one whose rows are all
 * deleted; Lance leaves it out of the version. A merge cannot assign stable row ids: a table that
 * has them is written by an update. That update names the first fragment of the table as changed,
 * so that writes of this connector conflict with each other. What other clients have inserted
 * meanwhile is searched for after the commit.
 */
final class TransactionDraft {
  private final TableSnapshot base;
  private final Schema schema;
  private final boolean isMerge;
  private final List<FragmentMetadata> unchanged = new ArrayList<>();
  private final List<DeletionVector> deletionVectors = new ArrayList<>();
  private final List<FragmentMetadata> emptied = new ArrayList<>();
  private final List<FragmentMetadata> added = new ArrayList<>();
  private List<FragmentMetadata> changed = List.of();

  private TransactionDraft(TableSnapshot base, Schema schema) {
    this.base = base;
    this.schema = schema;
    this.isMerge = base.rowIds() == RowIds.ADDRESSES;
  }

  /**
   * Writes the deletion files.
   *
   * @param own the base's, some with other files
   * @param added by their place in the changes, with the base's field ids
   * @param schema of the next version
   */
  static TransactionDraft of(
      TableSnapshot base,
      List<FragmentMetadata> own,
      ChangeSet changes,
      Map<Integer, FragmentMetadata> added,
      Schema schema) {
    TransactionDraft next = new TransactionDraft(base, schema);
    own.forEach(fragment -> next.keep(fragment, changes.deletions()));
    next.add(added, changes.deletedPositions());
    next.writeDeletions();
    return next;
  }

  private void keep(FragmentMetadata fragment, DeletedRows deletions) {
    boolean losesAll = deletions.empty(fragment) && fragment.getNumRows() > 0;
    if (losesAll || fragment.getNumRows() == 0) {
      emptied.add(fragment);
      if (!isMerge) {
        return;
      }
    }
    Optional<RoaringBitmap> rows = deletions.of(fragment);
    if (losesAll && rows.isEmpty()) {
      rows = Optional.of(all(fragment));
    }
    rows.ifPresentOrElse(
        positions -> deletionVectors.add(new DeletionVector(fragment, false, positions)),
        () -> unchanged.add(fragment));
  }

  private static RoaringBitmap all(FragmentMetadata fragment) {
    return RoaringBitmap.bitmapOfRange(0, fragment.getPhysicalRows());
  }

  private void add(Map<Integer, FragmentMetadata> fragments, Map<Integer, RoaringBitmap> masks) {
    fragments.forEach(
        (place, fragment) -> {
          RoaringBitmap mask = masks.get(place);
          if (mask == null) {
            added.add(fragment);
          } else if (mask.getLongCardinality() < fragment.getPhysicalRows()) {
            requireOwnNumbers();
            deletionVectors.add(new DeletionVector(fragment, true, mask));
          }
        });
  }

  /**
   * Lance numbers the new fragments of an update itself, and a deletion file bears the number. The
   * planner refuses such rules, unless the table was made after it has looked.
   */
  private void requireOwnNumbers() {
    if (!isMerge) {
      throw WriteErrors.stableRowIds(
          base.reference().address().uri(), "when_matched' or 'when_not_matched");
    }
  }

  private void writeDeletions() {
    if (!deletionVectors.isEmpty()) {
      List<FragmentMetadata> written = DeletionFiles.of(base.reference()).write(deletionVectors);
      changed = new ArrayList<>();
      for (int i = 0; i < written.size(); i++) {
        (deletionVectors.get(i).isNew() ? added : changed).add(written.get(i));
      }
    }
  }

  /** Removes what was written for it, when it is certain that it was not committed. */
  void discard() {
    List<FragmentMetadata> written = new ArrayList<>(changed);
    added.stream().filter(fragment -> fragment.getDeletionFile() != null).forEach(written::add);
    DeletionFiles.of(base.reference()).discard(written);
  }

  /** Whether what others inserted between the base and the commit has to be looked for. */
  boolean mayMissInserts() {
    return !isMerge;
  }

  /** Whether fragments go that indexes still are of. */
  boolean emptiesFragments() {
    return isMerge && !emptied.isEmpty();
  }

  List<FragmentMetadata> added() {
    return List.copyOf(added);
  }

  /** The paths of the fragments' data files. */
  static Set<String> files(List<FragmentMetadata> fragments) {
    Set<String> files = new HashSet<>();
    fragments.forEach(
        fragment -> fragment.getFiles().stream().map(DataFile::getPath).forEach(files::add));
    return files;
  }

  /** Of those files. */
  static long bytes(List<FragmentMetadata> fragments) {
    return fragments.stream()
        .flatMap(fragment -> fragment.getFiles().stream())
        .mapToLong(file -> file.getFileSizeBytes() == null ? 0 : file.getFileSizeBytes())
        .sum();
  }

  /** What a transaction tells of a write that adds these fragments. */
  static Map<String, String> properties(
      CommitPlan plan, WriteCounts counts, List<FragmentMetadata> added, int retries) {
    Map<String, String> properties = new TreeMap<>(counts.properties());
    properties.put("writer", VersionOrigin.WRITER);
    properties.put("operation", plan.mode().toString());
    properties.put("files", Integer.toString(files(added).size()));
    properties.put("bytes", Long.toString(bytes(added)));
    properties.put("commit_retries", Integer.toString(retries));
    return plan.earlier().with(properties);
  }

  /** The transaction that gets there. */
  Operation operation() {
    return isMerge ? merge() : update();
  }

  private Operation merge() {
    List<FragmentMetadata> all =
        Stream.of(unchanged, changed, added).flatMap(List::stream).toList();
    return Merge.builder().fragments(all).schema(schema).build();
  }

  /**
   * Lance numbers the new fragments. Another update may be committed first and take the numbers
   * that we would choose, and Lance would not notice.
   */
  private Operation update() {
    List<FragmentMetadata> touched = new ArrayList<>(changed);
    if (!unchanged.isEmpty() && unchanged.get(0).equals(base.fragments().get(0))) {
      touched.add(unchanged.get(0));
    }
    return Update.builder()
        .newFragments(added.stream().map(Fragments::unnumbered).toList())
        .updatedFragments(touched)
        .removedFragmentIds(emptied.stream().map(f -> (long) f.getId()).toList())
        .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
        // Else Lance counts new fragments of a table with stable row ids as covered by its indexes.
        .fieldsForPreservingFragBitmap(
            base.fieldIds().paths().keySet().stream().mapToLong(Integer::longValue).toArray())
        .build();
  }
}
