package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.commit.DeletionFiles.DeletionVector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lance.FragmentMetadata;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.roaringbitmap.RoaringBitmap;

class DeletionFilesTest {
  /** Ten rows, of which the first three are hidden. */
  private static final FragmentMetadata FRAGMENT =
      new FragmentMetadata(
          5, List.of(), 10L, new DeletionFile(1, 1, 3L, DeletionFileType.BITMAP, null), null);

  @Test
  void noRowStaysWhereAllThatAreVisibleAreHidden() {
    assertEquals(true, isAll(RoaringBitmap.bitmapOfRange(3, 10)));
    assertEquals(true, isAll(RoaringBitmap.bitmapOfRange(0, 10)));
    assertEquals(false, isAll(RoaringBitmap.bitmapOfRange(3, 9)));
  }

  private static boolean isAll(RoaringBitmap rows) {
    return new DeletionVector(FRAGMENT, false, rows).isAll();
  }
}
