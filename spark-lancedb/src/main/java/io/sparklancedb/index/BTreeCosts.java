package io.sparklancedb.index;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.lance.Dataset;

/**
 * Which work on B-Trees is too much for the driver. Measured on lance-core 7.0.0 with two cores:
 * see "Building B-Trees" in ARCHITECTURE.md.
 */
final class BTreeCosts {
  private static final long BUILD_NANOS_PER_NUMBER = 130;
  private static final long BUILD_NANOS_PER_TEXT = 400;
  private static final long FOLD_NANOS_PER_NUMBER = 90;
  private static final long FOLD_NANOS_PER_TEXT = 260;

  /** A job costs 50 ms; to be worth it, it takes over much more than that. */
  private static final long WORTH_A_JOB_NANOS = 400_000_000;

  /** Types whose values are as long as their text. */
  private static final Set<ArrowTypeID> TEXTS =
      Set.of(
          ArrowTypeID.Utf8,
          ArrowTypeID.LargeUtf8,
          ArrowTypeID.Binary,
          ArrowTypeID.LargeBinary,
          ArrowTypeID.FixedSizeBinary);

  /** Lets tests choose where: {@code driver} or {@code tasks}. */
  private static final String FORCED = "io.sparklancedb.index";

  private BTreeCosts() {}

  /**
   * Whether a B-Tree over all rows is built in tasks.
   *
   * @param fields the ids of its columns
   */
  static boolean buildInTasks(Dataset dataset, List<Integer> fields, long rows) {
    boolean isOfTexts = isOfTexts(dataset, fields);
    return inTasks(rows * (isOfTexts ? BUILD_NANOS_PER_TEXT : BUILD_NANOS_PER_NUMBER));
  }

  /**
   * Whether rows are folded into a B-Tree in a task: Lance 7.0.0 writes the whole of it anew.
   *
   * @param rows that it covers then
   */
  static boolean foldInTask(Dataset dataset, List<Integer> fields, long rows) {
    boolean isOfTexts = isOfTexts(dataset, fields);
    return inTasks(rows * (isOfTexts ? FOLD_NANOS_PER_TEXT : FOLD_NANOS_PER_NUMBER));
  }

  private static boolean inTasks(long nanos) {
    String forced = System.getProperty(FORCED, "").toLowerCase(Locale.ROOT);
    return forced.isEmpty() ? nanos > WORTH_A_JOB_NANOS : forced.equals("tasks");
  }

  private static boolean isOfTexts(Dataset dataset, List<Integer> fields) {
    return dataset.getLanceSchema().fields().stream()
        .filter(field -> fields.contains(field.getId()))
        .anyMatch(field -> TEXTS.contains(field.getType().getTypeID()));
  }
}
