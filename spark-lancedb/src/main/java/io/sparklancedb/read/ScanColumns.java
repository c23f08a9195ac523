package io.sparklancedb.read;

import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.arrow.column.RowAddressColumns;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.filter.ColumnName;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.types.FieldTypeName;
import io.sparklancedb.types.ScannableColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** What Spark's columns are in a Lance scan. */
final class ScanColumns {

  /**
   * To name a column costs lance-core 7.0.0 some 30 ns for each pair of columns of the table, in
   * each task: ten of 2,000 take more than a second.
   */
  private static final long MOST_NAMING_WORK = 20_000_000;

  private ScanColumns() {}

  /** The table's own columns among those asked for. */
  static List<String> ofTable(StructType columns) {
    return Arrays.stream(columns.fieldNames())
        .filter(name -> MetadataColumns.named(name).isEmpty())
        .toList();
  }

  /** All columns where naming some would take Lance longer than reading the others. */
  static ColumnProjection projection(Schema table, StructType columns) {
    List<String> names = ofTable(columns);
    return names.size() == table.getFields().size() || !canName(names.size(), table)
        ? new ColumnProjection.All()
        : new ColumnProjection.Named(names);
  }

  /** Whether so many columns of the table are named in little time. */
  static boolean canName(long columns, Schema table) {
    long width = table.getFields().size();
    return columns * width * width <= MOST_NAMING_WORK;
  }

  /** Their fields in the table. */
  static List<Field> fields(Schema table, StructType columns) {
    return ofTable(columns).stream().map(table::findField).toList();
  }

  /**
   * Refuses, when planning, a column that Lance's scanner does not find by its name or cannot
   * return.
   */
  static void requireScannable(Schema table, StructType columns) {
    List<Field> fields = fields(table, columns);
    ScannableColumns.require(fields);
    for (Field field : fields) {
      if (ColumnName.quote(field.getName()).isEmpty()) {
        throw TypeErrors.notScannable(
            field.getName(),
            FieldTypeName.of(field),
            "Lance cannot look up names that contain a backtick or a character beyond the Basic Multilingual Plane");
      }
    }
  }

  static boolean needRowId(StructType columns) {
    return Arrays.asList(columns.fieldNames()).contains(LanceLayout.ROW_ID);
  }

  static boolean needRowAddress(StructType columns) {
    return Arrays.stream(columns.fieldNames())
        .flatMap(name -> MetadataColumns.named(name).stream())
        .anyMatch(metadata -> metadata != MetadataColumns.ROW_ID);
  }

  /** Views of the batch, in the order of the columns. */
  static ColumnVector[] vectors(StructType columns, VectorSchemaRoot batch) {
    return Arrays.stream(columns.fields())
        .map(column -> vector(column, batch))
        .toArray(ColumnVector[]::new);
  }

  /** Views of the batch's columns as they stand, whatever their names. */
  static ColumnVector[] inOrder(StructType columns, VectorSchemaRoot batch) {
    ColumnVector[] vectors = new ColumnVector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = ArrowColumns.wrap(batch.getVector(i), columns.fields()[i].dataType());
    }
    return vectors;
  }

  /** A view of the batch's column, or of what tells that metadata. */
  static ColumnVector vector(StructField column, VectorSchemaRoot batch) {
    Optional<MetadataColumns> metadata = MetadataColumns.named(column.name());
    if (metadata.isEmpty()) {
      return ArrowColumns.wrap(batch.getVector(column.name()), column.dataType());
    }
    return switch (metadata.get()) {
      case ROW_ID -> RowAddressColumns.number(batch.getVector(LanceLayout.ROW_ID));
      case ROW_ADDRESS -> RowAddressColumns.number(batch.getVector(LanceLayout.ROW_ADDRESS));
      case FRAGMENT -> RowAddressColumns.fragment(batch.getVector(LanceLayout.ROW_ADDRESS));
    };
  }
}
