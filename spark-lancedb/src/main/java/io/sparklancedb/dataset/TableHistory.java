package io.sparklancedb.dataset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Dataset;
import org.lance.Tag;
import org.lance.Transaction;
import org.lance.Version;
import org.lance.index.IndexDescription;

/** What a table tells of itself: its versions, tags and indexes. */
public final class TableHistory {
  private TableHistory() {}

  /**
   * A version that has not been cleaned up.
   *
   * @param operation the write's own name for it, or Lance's; empty when nothing tells
   * @param properties of the transaction, in versions of this connector its counts
   */
  public record Entry(
      long version, Instant time, Optional<String> operation, Map<String, String> properties) {
    public Entry {
      properties = Map.copyOf(properties);
    }
  }

  /**
   * An index.
   *
   * @param columns by name; those that are gone are left out
   * @param rows in it
   * @param fragments that it covers
   */
  public record Index(String name, List<String> columns, String type, long rows, int fragments) {
    public Index {
      columns = List.copyOf(columns);
    }
  }

  /** The oldest first. Looks at each. */
  public static List<Entry> versions(TableReference table) {
    try (DatasetLease lease = Tables.lease(table)) {
      List<Entry> entries = new ArrayList<>();
      for (Version version : lease.dataset().listVersions()) {
        entries.add(entry(lease.dataset(), version));
      }
      return entries;
    } catch (Exception e) {
      throw Tables.unreachable(table.address(), e);
    }
  }

  private static Entry entry(Dataset dataset, Version version) {
    try (Dataset older = dataset.checkoutVersion(version.getId())) {
      Optional<Transaction> transaction = older.readTransaction();
      Map<String, String> properties =
          transaction.flatMap(Transaction::transactionProperties).orElse(Map.of());
      Optional<String> operation =
          Optional.ofNullable(properties.get("operation"))
              .or(() -> transaction.map(t -> t.operation().name()));
      return new Entry(version.getId(), version.getDataTime().toInstant(), operation, properties);
    }
  }

  /** Tags and their versions. */
  public static Map<String, Long> tags(TableReference table) {
    try (DatasetLease lease = Tables.lease(table)) {
      Map<String, Long> tags = new HashMap<>();
      for (Tag tag : lease.dataset().tags().list()) {
        tags.put(tag.getName(), tag.getVersion());
      }
      return tags;
    } catch (Exception e) {
      throw Tables.unreachable(table.address(), e);
    }
  }

  public static List<Index> indexes(TableReference table) {
    try (DatasetLease lease = Tables.lease(table)) {
      Map<Integer, String> names = new HashMap<>();
      lease.dataset().getLanceSchema().fields().forEach(f -> names.put(f.getId(), f.getName()));
      return lease.dataset().describeIndices().stream().map(i -> index(i, names)).toList();
    } catch (Exception e) {
      throw Tables.unreachable(table.address(), e);
    }
  }

  private static Index index(IndexDescription index, Map<Integer, String> names) {
    Set<Integer> fragments = new HashSet<>();
    index.getSegments().forEach(segment -> segment.fragments().ifPresent(fragments::addAll));
    return new Index(
        index.getName(),
        index.getFieldIds().stream().filter(names::containsKey).map(names::get).toList(),
        index.getIndexType(),
        index.getRowsIndexed(),
        fragments.size());
  }
}
