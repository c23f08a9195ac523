package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Refuses new columns, and new fields of structs, that Spark could not tell apart by name. Those
 * that a table has already are let be.
 */
public record DistinctNames(CaseSensitivity names) {
  /** Of a new table, or of a column that comes to one. */
  public void require(StructType columns) {
    requireAdded("", List.of(), columns);
  }

  /**
   * @param added columns that the table lacks, and columns of its own with the fields that it lacks
   */
  public void requireAdded(Schema table, StructType added) {
    requireAdded("", table.getFields(), added);
  }

  private void requireAdded(String path, List<Field> own, StructType added) {
    Map<String, String> there = new HashMap<>();
    own.forEach(field -> there.put(names.normalForm(field.getName()), field.getName()));
    for (StructField field : added.fields()) {
      String child = ColumnPath.field(path, field.name());
      Optional<Field> grown = named(own, field.name());
      if (grown.isPresent()) {
        requireAdded(child, grown.get(), field.dataType());
      } else {
        String other = there.put(names.normalForm(field.name()), field.name());
        if (other != null) {
          throw other.equals(field.name())
              ? TypeErrors.duplicateName(child)
              : TypeErrors.namesThatDifferInCase(ColumnPath.field(path, other), child);
        }
        require(child, field.dataType());
      }
    }
  }

  private void require(String path, DataType type) {
    if (type instanceof StructType struct) {
      requireAdded(path, List.of(), struct);
    } else if (type instanceof ArrayType array) {
      require(ColumnPath.element(path), array.elementType());
    } else if (type instanceof MapType map) {
      require(ColumnPath.key(path), map.keyType());
      require(ColumnPath.value(path), map.valueType());
    }
  }

  private void requireAdded(String path, Field own, DataType added) {
    List<Field> children = own.getChildren();
    if (added instanceof StructType struct) {
      requireAdded(path, children, struct);
    } else if (added instanceof ArrayType array) {
      requireAdded(ColumnPath.element(path), children.get(0), array.elementType());
    } else if (added instanceof MapType map && own.getType() instanceof ArrowType.Map) {
      Field value = children.get(0).getChildren().get(1);
      requireAdded(ColumnPath.value(path), value, map.valueType());
    }
  }

  private static Optional<Field> named(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.getName().equals(name)).findFirst();
  }
}
