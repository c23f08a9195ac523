package io.sparklancedb.search;

import io.sparklancedb.read.MetadataColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A table without rows, which takes all predicates of a query: so Spark itself parses, checks and
 * translates a condition that a user has written. Public, as Spark makes one by its name.
 */
public final class ConditionSource implements TableProvider {
  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    throw new IllegalStateException("the columns of the searched table come with the call");
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new Columns(schema);
  }

  /** Its columns() came with 3.4 and calls schema(). */
  @SuppressWarnings("deprecation")
  private record Columns(StructType schema) implements SupportsRead, SupportsMetadataColumns {
    @Override
    public String name() {
      return "condition";
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
      return MetadataColumns.columns();
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return new Recorder(schema);
    }
  }

  private static final class Recorder implements ScanBuilder, SupportsPushDownV2Filters {
    private final StructType columns;
    private final List<Predicate> pushed = new ArrayList<>();

    private Recorder(StructType columns) {
      this.columns = columns;
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
      pushed.addAll(List.of(predicates));
      return new Predicate[0];
    }

    @Override
    public Predicate[] pushedPredicates() {
      return pushed.toArray(Predicate[]::new);
    }

    @Override
    public Scan build() {
      return new Pushed(columns, pushed);
    }
  }

  /** The predicates that together are a condition. */
  record Pushed(StructType readSchema, List<Predicate> predicates) implements Scan {
    Pushed {
      predicates = List.copyOf(predicates);
    }
  }
}
