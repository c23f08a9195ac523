package io.sparklancedb.read;

import io.sparklancedb.arrow.column.BatchRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Fetches the rows of a ranking by their ids, some at once, and returns them in its order. */
final class RankedRowReader implements PartitionReader<InternalRow> {
  private final RankedPlan plan;
  private final List<RankedRows.Ranked> ranked;
  private final UnsafeProjection copy;
  private final JoinedRow joined = new JoinedRow();
  private int fetched;
  private Iterator<UnsafeRow> rows = List.<UnsafeRow>of().iterator();
  private UnsafeRow current;

  RankedRowReader(RankedPlan plan, List<RankedRows.Ranked> ranked) {
    this.plan = plan;
    this.ranked = ranked;
    this.copy = UnsafeProjection.create(plan.columns());
  }

  @Override
  public boolean next() throws IOException {
    if (!rows.hasNext() && fetched < ranked.size()) {
      int end = Math.min(ranked.size(), fetched + plan.rowsAtOnce());
      rows = rows(ranked.subList(fetched, end)).iterator();
      fetched = end;
    }
    boolean isThere = rows.hasNext();
    current = isThere ? rows.next() : null;
    return isThere;
  }

  private List<UnsafeRow> rows(List<RankedRows.Ranked> part) throws IOException {
    if (!plan.fetches()) {
      return part.stream().map(row -> copy.apply(plan.values(row)).copy()).toList();
    }
    Map<Long, InternalRow> values = new HashMap<>();
    part.forEach(row -> values.put(row.rowId(), plan.values(row)));
    Map<Long, UnsafeRow> found = new HashMap<>();
    int id = plan.fetch().columns().size() - 1;
    try (LanceDbColumnarReader reader =
        LanceDbColumnarReader.open(plan.fetch(), plan.partition(part))) {
      while (reader.next()) {
        BatchRow batch = new BatchRow(reader.get());
        while (batch.next()) {
          long rowId = batch.getLong(id);
          joined.apply(values.get(rowId), batch);
          found.put(rowId, copy.apply(joined).copy());
        }
      }
    }
    return part.stream().map(row -> found.get(row.rowId())).toList();
  }

  @Override
  public InternalRow get() {
    return current;
  }

  @Override
  public void close() {
    // Each fetch has closed what it opened.
  }
}
