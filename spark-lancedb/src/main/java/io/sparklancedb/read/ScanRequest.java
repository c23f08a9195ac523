package io.sparklancedb.read;

import io.sparklancedb.dataset.RowAddresses;
import io.sparklancedb.filter.FilterTranslator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/** What Lance's scanner is asked for by one task, at once or as one part of two. */
record ScanRequest(ScanPlan plan, LanceDbInputPartition partition, Part part) {
  /** See {@link StructFieldProjection}. */
  enum Part {
    ALL,
    STRUCT_FIELDS,
    WHOLE_STRUCTS
  }

  private static final String ROW_ADDRESS = "_rowaddr";

  /** So many rows are faster fetched by their ids than sorted with all their columns. */
  private static final int MOST_FETCHED = 1_000;

  /** So many rows are faster fetched by their ids than columns read whole. */
  private static final int MOST_JOINED = 10_000;

  /** Those that return the partition's rows together. */
  static List<ScanRequest> of(ScanPlan plan, LanceDbInputPartition partition) {
    boolean all = plan.structFields() == null || partition.rows() instanceof RowSelection.RowIds;
    return Stream.of(Part.values())
        .filter(part -> all == (part == Part.ALL))
        .map(part -> new ScanRequest(plan, partition, part))
        .toList();
  }

  /** Views of a batch that the request has returned. */
  ColumnVector[] vectors(VectorSchemaRoot batch) {
    if (plan.aggregate() != null) {
      return ScanColumns.inOrder(plan.columns(), batch);
    }
    return part == Part.STRUCT_FIELDS
        ? StructFieldProjection.vectors(plan.columns(), batch)
        : ScanColumns.vectors(plan.columns(), batch);
  }

  /** The top rows are found by their keys first, so that other columns are read only of them. */
  ScanOptions options(Dataset dataset) throws IOException {
    List<String> readAtOnce = plan.aggregate() == null ? readAtOnce(dataset) : List.of();
    TopRows top = plan.top();
    if (top == null) {
      return unordered(dataset, readAtOnce).build();
    }
    List<String> others = new ArrayList<>(ScanColumns.ofTable(plan.columns()));
    others.removeAll(top.columns());
    if (others.isEmpty() || top.count() > MOST_FETCHED) {
      return ordered(rows(filters(), readAtOnce)).build();
    }
    ScanOptions.Builder keys = new ScanOptions.Builder().columns(top.columns());
    List<Long> found = ids(dataset, ordered(keys), top.count());
    return rows(List.of(RowAddresses.hasOneOf(found)), readAtOnce).build();
  }

  private ScanOptions.Builder unordered(Dataset dataset, List<String> readAtOnce)
      throws IOException {
    List<String> filters = filters();
    if (filters.isEmpty()
        || readAtOnce.isEmpty()
        || partition.rows() instanceof RowSelection.RowIds) {
      return rows(filters, readAtOnce);
    }
    ScanOptions.Builder nothing = new ScanOptions.Builder().columns(List.of());
    List<Long> found = ids(dataset, nothing, MOST_JOINED + 1);
    return rows(
        found.size() > MOST_JOINED ? filters : List.of(RowAddresses.hasOneOf(found)), readAtOnce);
  }

  private List<String> readAtOnce(Dataset dataset) {
    List<List<String>> paths =
        part == Part.STRUCT_FIELDS
            ? plan.structFields().paths().stream().map(path -> List.of(path.split("\\."))).toList()
            : ScanColumns.ofTable(plan.columns()).stream().map(List::of).toList();
    return SplitReadWorkaround.readAtOnce(dataset.getSchema(), paths);
  }

  private ScanOptions.Builder rows(List<String> filters, List<String> readAtOnce) {
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .fragmentIds(partition.fragments())
            .batchSize(partition.batchRows())
            .useScalarIndex(partition.useIndex())
            .collectStats(true);
    // Where a filter names a field of a struct, lance-core 7.0.0 fails without the addresses.
    options.withRowAddress(!filters.isEmpty() || ScanColumns.needRowAddress(plan.columns()));
    if (plan.aggregate() != null) {
      options.substraitAggregate(SubstraitPlan.of(plan.aggregate()));
    } else {
      options.withRowId(ScanColumns.needRowId(plan.columns()));
      List<String> columns =
          part == Part.STRUCT_FIELDS ? plan.structFields().paths() : plan.projection();
      if (columns != null) {
        options.columns(columns);
      }
    }
    if (!filters.isEmpty()) {
      List<String> all = new ArrayList<>(filters);
      all.addAll(readAtOnce);
      options.filter(FilterTranslator.and(all));
    }
    // With some filters lance-core 7.0.0 applies a limit first, and loses rows: Spark, which limits
    // once more, ends the task when it has enough.
    if (partition.rows() instanceof RowSelection.LiveRows live) {
      options.offset(live.skipped()).limit(Math.min(live.count(), plan.limit()));
    } else if (plan.hasLimit() && filters.isEmpty()) {
      options.limit(plan.limit());
    }
    return options;
  }

  private ScanOptions.Builder ordered(ScanOptions.Builder options) {
    return options.setColumnOrderings(plan.top().orderings()).limit(plan.top().count());
  }

  private List<String> filters() {
    List<String> filters = new ArrayList<>();
    if (partition.rows() instanceof RowSelection.RowIds found) {
      filters.add(RowAddresses.hasOneOf(found.ids()));
      filters.addAll(plan.unanswered());
    } else {
      filters.addAll(plan.filters());
    }
    if (partition.rows() instanceof RowSelection.Positions positions) {
      long first = (long) partition.fragments().get(0) << Integer.SIZE;
      filters.add(ROW_ADDRESS + " >= " + (first + positions.from()));
      filters.add(ROW_ADDRESS + " < " + (first + positions.to()));
    }
    filters.addAll(partition.runtimeFilters());
    if (part != Part.ALL) {
      filters.add(
          part == Part.STRUCT_FIELDS
              ? plan.structFields().present()
              : plan.structFields().absent());
    }
    return filters;
  }

  /** Of the first rows that are found, up to the most. */
  private List<Long> ids(Dataset dataset, ScanOptions.Builder rows, int most) throws IOException {
    rows.fragmentIds(partition.fragments()).useScalarIndex(partition.useIndex());
    List<String> filters = filters();
    if (!filters.isEmpty()) {
      rows.filter(FilterTranslator.and(filters));
    }
    return RowAddresses.firstIds(dataset, rows, most);
  }
}
