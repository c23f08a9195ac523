package io.sparklancedb.read;

import io.sparklancedb.arrow.column.BatchRow;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;

/** What every task of a scan does. Each kind of answer has a plan of its own. */
sealed interface ScanPlan extends Serializable {
  int NO_LIMIT = Integer.MAX_VALUE;

  /** The version that is read, and the filters on it. */
  ScanSource source();

  /** What Spark gets, in its order; metadata columns among them. */
  StructType columns();

  /** What Lance's scanner is asked for by one task; the answers together are what it returns. */
  List<ScanRequest> requests(LanceDbInputPartition partition);

  /** The table's columns from which the answer is made. */
  default Collection<String> columnsRead(Schema table) {
    return ScanColumns.ofTable(columns());
  }

  /** The most rows of the table that are returned. */
  default long mostRows() {
    return Long.MAX_VALUE;
  }

  /** Whether the scan returns all rows for which the filters hold, so that more filters fit it. */
  default boolean returnsAllMatches() {
    return false;
  }

  /** Whether what is returned is rows of the table. */
  default boolean returnsTableRows() {
    return true;
  }

  /** Whether tasks return rows to Spark, which copies them faster than batches. */
  default boolean readsRows() {
    return BatchRow.isFasterFor(columns());
  }

  /** For {@code EXPLAIN}. */
  default String description() {
    return source().description();
  }

  /**
   * Rows in the order in which they are stored.
   *
   * @param limit the most rows that one task need return; {@link #NO_LIMIT} for all
   * @param offset rows of the table that are left out; the partitions begin after them
   */
  record Rows(
      ScanSource source, StructType columns, ColumnProjection projection, int limit, int offset)
      implements ScanPlan {
    @Override
    public List<ScanRequest> requests(LanceDbInputPartition partition) {
      return List.of(new RowRequest(TaskScan.of(source, partition), columns, projection, limit));
    }

    @Override
    public long mostRows() {
      return limit;
    }

    @Override
    public boolean returnsAllMatches() {
      return limit == NO_LIMIT && offset == 0;
    }

    @Override
    public String description() {
      return source.description()
          + (offset > 0 ? ", offset " + offset : "")
          + (limit == NO_LIMIT ? "" : ", limit " + limit);
    }
  }

  /**
   * Rows of which some structs are needed in part.
   *
   * @param fields how the needed fields are read without the rest of their structs
   * @param whole how the other rows are read
   */
  record StructFields(
      ScanSource source, StructType columns, StructFieldProjection fields, ColumnProjection whole)
      implements ScanPlan {
    @Override
    public List<ScanRequest> requests(LanceDbInputPartition partition) {
      TaskScan task = TaskScan.of(source, partition);
      if (partition.rows() instanceof RowSelection.RowIds) {
        return List.of(new RowRequest(task, columns, whole, NO_LIMIT));
      }
      return List.of(
          new RowRequest(task.where(fields.present()), columns, fields, NO_LIMIT),
          new RowRequest(task.where(fields.absent()), columns, whole, NO_LIMIT));
    }

    @Override
    public boolean returnsAllMatches() {
      return true;
    }
  }

  /** The first rows in an order, of each task. */
  record Top(ScanSource source, StructType columns, ColumnProjection projection, TopRows top)
      implements ScanPlan {
    @Override
    public List<ScanRequest> requests(LanceDbInputPartition partition) {
      TaskScan task = TaskScan.of(source, partition);
      return List.of(new TopRequest(new RowRequest(task, columns, projection, NO_LIMIT), top));
    }

    @Override
    public String description() {
      return source.description() + ", top " + top;
    }
  }

  /** Groups of rows, of each task. */
  record Aggregate(ScanSource source, PushedAggregate aggregate) implements ScanPlan {
    @Override
    public StructType columns() {
      return aggregate.output();
    }

    @Override
    public List<ScanRequest> requests(LanceDbInputPartition partition) {
      return List.of(new AggregateRequest(TaskScan.of(source, partition), aggregate));
    }

    @Override
    public Collection<String> columnsRead(Schema table) {
      return aggregate.positions().stream()
          .map(position -> table.getFields().get(position).getName())
          .toList();
    }

    @Override
    public boolean returnsTableRows() {
      return false;
    }

    @Override
    public String description() {
      return source.description() + ", aggregates " + aggregate;
    }
  }
}
