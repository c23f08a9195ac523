package io.sparklancedb.commit;

import io.sparklancedb.dataset.Fragments;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.FileReason;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.layout.DeletionVectorFile;
import io.sparklancedb.layout.LanceLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.lance.FragmentMetadata;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.roaringbitmap.RoaringBitmap;

/**
 * Deletion files in a folder, written without lance-core: its own way costs 0.7 microseconds for
 * each deleted row, which is more than it costs to write a row.
 */
record FolderDeletionFiles(TableReference base) implements DeletionFiles {
  @Override
  public List<FragmentMetadata> write(List<DeletionVector> vectors) {
    if (vectors.stream().anyMatch(FolderDeletionFiles::isElsewhere)) {
      return new NativeDeletionFiles(base).write(vectors);
    }
    List<FragmentMetadata> written = new ArrayList<>();
    try {
      for (DeletionVector one : vectors) {
        written.add(write(one));
      }
      return written;
    } catch (IOException e) {
      discard(written);
      throw WriteErrors.notWritable(base.address().uri(), FileReason.of(e), e);
    } catch (RuntimeException e) {
      discard(written);
      throw e;
    }
  }

  @Override
  public void discard(List<FragmentMetadata> written) {
    written.forEach(
        fragment ->
            QuietDelete.removeIfEmpty(file(fragment.getId(), fragment.getDeletionFile()).path()));
    Path table = Path.of(base.address().uri());
    if (!Files.exists(LanceLayout.versionsFolder(table))) {
      // It was dropped, and is not to be there as an empty folder.
      QuietDelete.removeIfEmpty(LanceLayout.deletionsFolder(table));
      QuietDelete.removeIfEmpty(table);
    }
  }

  /** A clone of a table names the files of the original. */
  private static boolean isElsewhere(DeletionVector vector) {
    DeletionFile file = vector.fragment().getDeletionFile();
    return file != null && file.getBaseId().isPresent();
  }

  private FragmentMetadata write(DeletionVector vector) throws IOException {
    FragmentMetadata fragment = vector.fragment();
    RoaringBitmap rows = vector.rows();
    if (fragment.getDeletionFile() != null) {
      rows = RoaringBitmap.or(rows, read(fragment));
    }
    rows.runOptimize();
    DeletionFile file =
        new DeletionFile(
            ThreadLocalRandom.current().nextLong(),
            base.version(),
            rows.getLongCardinality(),
            DeletionFileType.BITMAP,
            null);
    DeletionVectorFile stored = file(fragment.getId(), file);
    try {
      stored.write(rows);
    } catch (IOException e) {
      QuietDelete.removeIfEmpty(stored.path());
      throw e;
    }
    return Fragments.with(fragment, file);
  }

  private RoaringBitmap read(FragmentMetadata fragment) throws IOException {
    return fragment.getDeletionFile().getFileType() == DeletionFileType.BITMAP
        ? file(fragment.getId(), fragment.getDeletionFile()).read()
        : missing(fragment);
  }

  /**
   * Few deletions stand in a file that Spark's Arrow cannot decompress: asks which rows are left.
   */
  private RoaringBitmap missing(FragmentMetadata fragment) {
    RoaringBitmap rows = RoaringBitmap.bitmapOfRange(0, fragment.getPhysicalRows());
    RowAddresses.of(base, fragment.getId(), address -> rows.remove((int) address));
    return rows;
  }

  private DeletionVectorFile file(int fragment, DeletionFile file) {
    return DeletionVectorFile.of(Path.of(base.address().uri()), fragment, file);
  }
}
