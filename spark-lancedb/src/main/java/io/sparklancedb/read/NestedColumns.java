package io.sparklancedb.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Names the parts of nested columns that a query needs, in the way of Lance's files: {@code a.b},
 * {@code list.item.b}.
 */
final class NestedColumns {
  private final List<String> paths = new ArrayList<>();
  private boolean plain = true;

  private NestedColumns() {}

  /** Whether the query needs less than the whole of some column. */
  static boolean arePruned(StructType table, StructType required) {
    return Arrays.stream(required.fields())
        .filter(column -> MetadataColumns.named(column.name()).isEmpty())
        .anyMatch(
            column ->
                !table
                    .fields()[table.fieldIndex(column.name())]
                    .dataType()
                    .equals(column.dataType()));
  }

  /** Empty when a name is not plain enough to stand in a path. */
  static Optional<List<String>> paths(Schema table, StructType required) {
    NestedColumns columns = new NestedColumns();
    for (StructField column : required.fields()) {
      columns.add(column.name(), table.findField(column.name()), column.dataType());
    }
    return columns.plain ? Optional.of(columns.paths) : Optional.empty();
  }

  /** The fields below that have values of their own, depth first, as a file numbers them. */
  static List<String> leaves(Schema table) {
    List<String> leaves = new ArrayList<>();
    table.getFields().forEach(field -> addLeaves(field.getName(), field, leaves));
    return leaves;
  }

  static Stream<Field> leaves(Field field) {
    return isLeaf(field)
        ? Stream.of(field)
        : field.getChildren().stream().flatMap(NestedColumns::leaves);
  }

  private static boolean isLeaf(Field field) {
    return field.getChildren().isEmpty() || field.getType() instanceof ArrowType.FixedSizeList;
  }

  private static void addLeaves(String path, Field field, List<String> leaves) {
    if (isLeaf(field)) {
      leaves.add(path);
    } else {
      field.getChildren().forEach(child -> addLeaves(path + "." + child.getName(), child, leaves));
    }
  }

  private void add(String path, Field field, DataType required) {
    plain &= field.getName().indexOf('.') < 0 && field.getName().indexOf('`') < 0;
    if (required instanceof StructType struct && field.getType() instanceof ArrowType.Struct) {
      for (StructField wanted : struct.fields()) {
        add(path + "." + wanted.name(), child(field, wanted.name()), wanted.dataType());
      }
    } else if (required instanceof ArrayType array && isList(field.getType())) {
      Field item = field.getChildren().get(0);
      add(path + "." + item.getName(), item, array.elementType());
    } else {
      paths.add(path);
    }
  }

  private static boolean isList(ArrowType type) {
    return type instanceof ArrowType.List || type instanceof ArrowType.LargeList;
  }

  static Field child(Field struct, String name) {
    return struct.getChildren().stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
