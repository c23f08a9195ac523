package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.READ_ROWS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How rows are read. */
final class ReadOptions {
  private static final Size BYTES = new Size(1);

  private static final Option<Integer> BATCH_SIZE =
      READ_ROWS.option(
          "batch_size", WholeNumber.ofAtLeast(1).orElse(8192), "The most rows of one Arrow batch.");
  private static final Option<Long> BATCH_BYTES =
      READ_ROWS.option(
          "batch_bytes",
          BYTES.orElse(2L << 20),
          "About the most bytes of one Arrow batch: the wider the rows, the fewer.");
  private static final Option<Optional<Long>> SPLIT_SIZE =
      READ_ROWS.option(
          "split_size",
          BYTES.orElseUse(
              "what suits the cores, up to '"
                  + BYTES.text(ReadConfig.MOST_CHOSEN_SPLIT_BYTES)
                  + "'"),
          "About what one task reads, in bytes of the columns that the query needs.");
  private static final Option<Integer> LOOKUP_ROWS =
      READ_ROWS.option(
          "lookup_rows",
          WholeNumber.ofAtLeast(0).orElse(1000),
          "The most rows of an answer that is found while the query is planned, without a Spark job. This happens where indexes find the rows, or Lance aggregates a small table; 0 for never.");
  private static final Option<ReadConfig.PushDown> PUSH_DOWN =
      READ_ROWS.option(
          "push_down",
          Choice.of(ReadConfig.PushDown.class).orElse(ReadConfig.PushDown.ALL),
          "Whether Lance filters, limits, sorts and aggregates where it does so exactly; `none` leaves all that to Spark.");

  static final List<Option<?>> ALL =
      List.of(BATCH_SIZE, BATCH_BYTES, SPLIT_SIZE, LOOKUP_ROWS, PUSH_DOWN);

  private ReadOptions() {}

  static ReadConfig config(Map<String, String> written) {
    return new ReadConfig(
        BATCH_SIZE.in(written),
        BATCH_BYTES.in(written),
        SPLIT_SIZE.in(written).map(OptionalLong::of).orElseGet(OptionalLong::empty),
        LOOKUP_ROWS.in(written),
        PUSH_DOWN.in(written));
  }
}
