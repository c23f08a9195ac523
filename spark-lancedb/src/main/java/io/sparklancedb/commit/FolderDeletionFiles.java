package io.sparklancedb.commit;

import io.sparklancedb.dataset.Fragments;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.FileReason;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.index.RowAddresses;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
 * Deletion files in a folder, in Lance's format: {@code
 * _deletions/<fragment>-<version>-<number>.bin}, a roaring bitmap. lance-core's own way takes 0.7
 * microseconds for each row, which is more than it takes to write it.
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
        fragment -> QuietDelete.removeIfEmpty(path(fragment.getId(), fragment.getDeletionFile())));
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
    Path path = path(fragment.getId(), file);
    Files.createDirectories(path.getParent());
    try (OutputStream out = Files.newOutputStream(path);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out))) {
      rows.serialize(data);
    } catch (IOException e) {
      QuietDelete.removeIfEmpty(path);
      throw e;
    }
    return Fragments.with(fragment, file);
  }

  private RoaringBitmap read(FragmentMetadata fragment) throws IOException {
    if (fragment.getDeletionFile().getFileType() != DeletionFileType.BITMAP) {
      return missing(fragment);
    }
    RoaringBitmap rows = new RoaringBitmap();
    Path path = path(fragment.getId(), fragment.getDeletionFile());
    try (DataInputStream data =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      rows.deserialize(data);
    }
    return rows;
  }

  /**
   * Few deletions stand in a file that Spark's Arrow cannot decompress: asks which rows are left.
   */
  private RoaringBitmap missing(FragmentMetadata fragment) {
    RoaringBitmap rows = RoaringBitmap.bitmapOfRange(0, fragment.getPhysicalRows());
    RowAddresses.of(base, fragment.getId(), address -> rows.remove((int) address));
    return rows;
  }

  private Path path(int fragment, DeletionFile file) {
    String name =
        "%d-%s-%s.%s"
            .formatted(
                fragment,
                Long.toUnsignedString(file.getReadVersion()),
                Long.toUnsignedString(file.getId()),
                file.getFileType() == DeletionFileType.BITMAP ? "bin" : "arrow");
    return Path.of(base.address().uri(), "_deletions", name);
  }
}
