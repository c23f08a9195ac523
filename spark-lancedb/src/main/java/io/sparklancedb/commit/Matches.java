package io.sparklancedb.commit;

import io.sparklancedb.key.KeyLocator.Effort;
import java.io.Serializable;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * What written rows do to rows of a version: to all, or to those of some fragments. Written rows go
 * by their places among all that were written, as {@link WrittenKeys} counts them.
 *
 * @param matched written rows, and keys to delete, whose key the table has
 * @param older those of which the table has a later row
 * @param unchanged those of which the table has a row that is the same in what is compared
 * @param deleted rows of the table that have to go
 * @param kept rows of the table that have a written key and stay
 * @param updatedRows how many rows of the table are updated
 * @param updates which written row updates which row of the table; empty when nobody asks
 */
record Matches(
    RoaringBitmap matched,
    RoaringBitmap older,
    RoaringBitmap unchanged,
    DeletedRows deleted,
    DeletedRows kept,
    long updatedRows,
    Updates updates,
    Effort effort)
    implements Serializable {

  /**
   * Written rows beside the rows of the table that they update.
   *
   * @param addresses of the table's rows, in the order of the ordinals
   */
  record Updates(int[] ordinals, long[] addresses) implements Serializable {
    Updates shifted(long by) {
      return new Updates(
          IntStream.of(ordinals).map(place -> Math.toIntExact(place + by)).toArray(), addresses);
    }
  }

  /**
   * The same among the rows of all tasks.
   *
   * @param own how many rows for the table are among those that have matches
   * @param rowsBefore how far those go back
   * @param deletionsBefore how far the keys to delete go back
   */
  Matches shifted(long own, long rowsBefore, long deletionsBefore) {
    return new Matches(
        shifted(matched, own, rowsBefore, deletionsBefore),
        shifted(older, own, rowsBefore, deletionsBefore),
        shifted(unchanged, own, rowsBefore, deletionsBefore),
        deleted,
        kept,
        updatedRows,
        updates.shifted(rowsBefore),
        effort);
  }

  private static RoaringBitmap shifted(
      RoaringBitmap places, long own, long rowsBefore, long deletionsBefore) {
    RoaringBitmap rows = places.clone();
    rows.remove(own, 1L << Integer.SIZE);
    RoaringBitmap deletions = places.clone();
    deletions.remove(0, own);
    return RoaringBitmap.or(
        RoaringBitmap.addOffset(rows, rowsBefore),
        RoaringBitmap.addOffset(deletions, deletionsBefore));
  }
}
