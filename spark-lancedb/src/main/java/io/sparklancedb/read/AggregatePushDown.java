package io.sparklancedb.read;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.Scan;
import org.lance.FragmentMetadata;

/**
 * Lets Lance aggregate: on the driver, where that costs less than a Spark job; else in each task,
 * whose partial results Spark merges.
 */
final class AggregatePushDown {
  private static final long MOST_LOCAL_ROWS = 4_000_000;
  private static final long MOST_LOCAL_BYTES = 32L << 20;

  private final FilteredTable table;
  private final PushedAggregate aggregate;
  private PrunedFragments fragments;
  private Optional<Scan> answer;

  AggregatePushDown(FilteredTable table, PushedAggregate aggregate) {
    this.table = table;
    this.aggregate = aggregate;
  }

  boolean isOf(PushedAggregate other) {
    return aggregate.equals(other);
  }

  Scan scan() {
    return answered().orElseGet(this::inTasks);
  }

  /** The whole answer; empty when Spark must merge partial results of tasks. */
  Optional<Scan> answered() {
    if (answer == null) {
      answer = fromMetadata().or(this::whilePlanning);
    }
    return answer;
  }

  private Optional<Scan> fromMetadata() {
    boolean counts = table.filters().isEmpty() && aggregate.isCountOfAllRows();
    if (!counts) {
      return Optional.empty();
    }
    Object[] values = new Object[aggregate.measures().size()];
    Arrays.fill(values, table.version().rows());
    return Optional.of(local("metadata", List.of(new GenericInternalRow(values))));
  }

  private Optional<Scan> whilePlanning() {
    if (fragments().slices().isEmpty()) {
      return Optional.of(local("an empty table", ofNoRows()));
    }
    int most = table.config().lookupRows();
    long rows = fragments().count();
    if (most == 0 || rows > MOST_LOCAL_ROWS || rows * bytesOfARow() > MOST_LOCAL_BYTES) {
      return Optional.empty();
    }
    LanceDbInputPartition all = fragments().whole(table.filters(), table.config().batchRows());
    return LocalRows.fetch(plan(), List.of(all), most).map(found -> local("Lance", found));
  }

  private double bytesOfARow() {
    List<FragmentMetadata> fragments = fragments().metadata();
    return table.sizes(plan()).likely(fragments) + table.filterSizes().likely(fragments);
  }

  /** One group of no rows, or no groups. */
  private List<InternalRow> ofNoRows() {
    if (!aggregate.groups().isEmpty()) {
      return List.of();
    }
    Object[] values =
        aggregate.measures().stream().map(measure -> measure.isCount() ? 0L : null).toArray();
    return List.of(new GenericInternalRow(values));
  }

  private Scan local(String source, List<InternalRow> rows) {
    return new LocalRowsScan(
        plan().description() + ", answered by " + source, aggregate.output(), rows);
  }

  private Scan inTasks() {
    return new LanceDbScan(plan(), table, fragments(), LanceDbScan.Access.SCANNER);
  }

  private ScanPlan plan() {
    return new ScanPlan.Aggregate(table.source(fragments()), aggregate);
  }

  private PrunedFragments fragments() {
    if (fragments == null) {
      fragments = new FragmentPruner(table).prune();
    }
    return fragments;
  }
}
