package io.sparklancedb.catalog;

import io.sparklancedb.commit.Alterations;
import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.Options;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.DistinctNames;
import io.sparklancedb.types.FieldPath;
import io.sparklancedb.types.FileFormat;
import io.sparklancedb.types.NullStructs;
import io.sparklancedb.types.SparkToArrow;
import io.sparklancedb.types.VectorType;
import io.sparklancedb.write.AddedFields;
import io.sparklancedb.write.VectorColumns;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns, and fields of structs, that an {@code ALTER TABLE} adds: null in all old rows. */
final class AddedColumns {
  private final String name;
  private final String fullName;
  private final TableSnapshot table;
  private final Map<FieldPath, Field> added = new LinkedHashMap<>();

  /**
   * @param name of the table, for messages
   * @param fullName with catalog and namespace, for statements that messages advise
   */
  AddedColumns(String name, String fullName, TableSnapshot table) {
    this.name = name;
    this.fullName = fullName;
    this.table = table;
  }

  /**
   * @throws io.sparklancedb.error.LanceDbException for what no column of old rows can have
   */
  void add(FieldPath path, TableChange.AddColumn column) {
    if (column.position() != null) {
      throw CatalogErrors.columnAtPosition(name, path.text());
    }
    if (!column.isNullable() || column.defaultValue() != null) {
      throw CatalogErrors.columnWithValue(name, path.text());
    }
    new DeclaredTypes(name).requireKept(path.text(), column.dataType());
    added.put(path, field(path, column));
  }

  /** With the same refusals as for a column of a new table. */
  private Field field(FieldPath path, TableChange.AddColumn added) {
    StructField field = new StructField(path.name(), added.dataType(), true, Metadata.empty());
    StructType column =
        new StructType(
            new StructField[] {
              added.comment() == null ? field : field.withComment(added.comment())
            });
    new DistinctNames(CaseSensitivity.of(SQLConf.get().caseSensitiveAnalysis()))
        .requireAdded(path.isNested() ? new Schema(List.of()) : table.schema(), column);
    return SparkToArrow.toArrow(
            column, path.isNested() ? Map.of() : vectors(column), Optional.empty())
        .getFields()
        .get(0);
  }

  /** Whether the new column is to hold vectors, which a property may say beforehand. */
  private Map<String, VectorType> vectors(StructType column) {
    Map<String, String> said = new HashMap<>(TableLoader.properties(table.reference()));
    said.keySet().retainAll(Set.of(Options.VECTOR + column.fieldNames()[0]));
    VectorColumns vectors =
        VectorColumns.of(column, TableDefinition.vectors(said), CaseSensitivity.SENSITIVE);
    if (!vectors.undimensioned().isEmpty()) {
      throw TypeErrors.unknownDimensionOfAddition(fullName, column.fieldNames()[0]);
    }
    return vectors.dimensioned();
  }

  /** What the table's files cannot hold would be refused by its next write. */
  void requireStorable() {
    Schema fields = new Schema(added.values());
    String files = table.storageVersion();
    if (FileFormat.needsVersion22(fields) && !files.equals(FileFormat.VERSION_WITH_MAPS)
        || FileFormat.needsVersion21(fields) && files.equals(FileFormat.OLDEST_VERSION)) {
      throw CatalogErrors.columnNeedsNewerFiles(
          name, added.keySet().iterator().next().text(), files);
    }
    if (table.rows() > 0) {
      NullStructs.requireAddable(table.schema().getFields(), withAdded(table.schema()).getFields());
    }
  }

  Set<FieldPath> paths() {
    return added.keySet();
  }

  void run() {
    if (added.keySet().stream().anyMatch(FieldPath::isNested)) {
      AddedFields.add(table.reference().address(), defaults(), this::withAdded);
    } else {
      Alterations.addColumns(table.reference().address(), this::withAdded);
    }
  }

  /** Of writes to the table. */
  private WriteConfig defaults() {
    Map<String, String> properties = TableLoader.properties(table.reference());
    return LanceDbOptions.of(TableDefinition.defaults(properties)).writeConfig();
  }

  private Schema withAdded(Schema schema) {
    Schema all = schema;
    for (Map.Entry<FieldPath, Field> addition : added.entrySet()) {
      FieldPath path = addition.getKey();
      if (path.isIn(all) || !path.parent().isIn(all)) {
        throw WriteErrors.columnMeanwhile(table.reference().address().uri(), path.text());
      }
      all = path.addedTo(all, addition.getValue());
    }
    return all;
  }
}
