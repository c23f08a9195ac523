package io.sparklancedb.layout;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.roaringbitmap.RoaringBitmap;

/**
 * The deletion vector of one fragment, in a folder: {@code
 * _deletions/<fragment>-<version>-<number>.bin}, a roaring bitmap of the positions of deleted rows.
 */
public record DeletionVectorFile(Path path) {
  public static DeletionVectorFile of(Path table, int fragment, DeletionFile file) {
    String name =
        "%d-%s-%s.%s"
            .formatted(
                fragment,
                Long.toUnsignedString(file.getReadVersion()),
                Long.toUnsignedString(file.getId()),
                file.getFileType() == DeletionFileType.BITMAP ? "bin" : "arrow");
    return new DeletionVectorFile(LanceLayout.deletionsFolder(table).resolve(name));
  }

  /** What Lance has written, or {@link #write}. */
  public RoaringBitmap read() throws IOException {
    RoaringBitmap rows = new RoaringBitmap();
    try (DataInputStream data =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      rows.deserialize(data);
    }
    return rows;
  }

  /** A write that fails may leave a part of the file. */
  public void write(RoaringBitmap rows) throws IOException {
    Files.createDirectories(path.getParent());
    try (OutputStream out = Files.newOutputStream(path);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out))) {
      rows.serialize(data);
    }
  }
}
