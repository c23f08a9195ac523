package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.layout.TestedLance;
import java.util.List;
import org.lance.FragmentMetadata;
import org.roaringbitmap.RoaringBitmap;

/** Writes the deletion vectors of fragments, for a version that is about to be committed. */
sealed interface DeletionFiles permits FolderDeletionFiles, NativeDeletionFiles {
  /**
   * The rows to delete of one fragment. If all are to be deleted, some may be deleted already.
   *
   * @param fragment of the base, or a new one with the id that it is going to have
   */
  record DeletionVector(FragmentMetadata fragment, boolean isNew, RoaringBitmap rows) {
    /** Whether no row stays. */
    boolean isAll() {
      return rows.getLongCardinality() >= fragment.getNumRows();
    }
  }

  /** Chooses the way for the place where the table is. */
  static DeletionFiles of(TableReference base) {
    return of(base, TestedLance.isLoaded());
  }

  /** Lance's own way is right for each of its versions. */
  static DeletionFiles of(TableReference base, boolean isTestedLance) {
    return isTestedLance && base.address().database().isFolder()
        ? new FolderDeletionFiles(base)
        : new NativeDeletionFiles(base);
  }

  /** Returns the fragments with their deletion files, in the same order. */
  List<FragmentMetadata> write(List<DeletionVector> vectors);

  /** Removes deletion files that were written and not committed, where that can be done. */
  void discard(List<FragmentMetadata> written);
}
