package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Checks, at every depth, what can be written to a field. */
final class AssignmentCheck {
  private AssignmentCheck() {}

  /**
   * Dictionaries are not made here, and the Arrow of Spark 3.5 exports null vectors with a wrong
   * length, at which Lance ends the process.
   */
  static void requireWritable(String path, Field field) {
    if (field.getDictionary() != null) {
      throw TypeErrors.notWritable(path, "dictionary");
    }
    if (field.getType() instanceof ArrowType.Null) {
      throw TypeErrors.notWritable(path, "null");
    }
    boolean isStruct = field.getType() instanceof ArrowType.Struct;
    for (Field child : field.getChildren()) {
      requireWritable(isStruct ? ColumnPath.field(path, child.getName()) : path, child);
    }
  }

  /** Checks that no value of the Spark type loses anything. */
  static void require(String path, DataType from, Field to, ColumnMapping names) {
    Conversion conversion =
        Conversion.of(from, to)
            .orElseThrow(
                () ->
                    MlVectors.is(from)
                        ? TypeErrors.mlVectorElsewhere(path, FieldTypeName.of(to))
                        : TypeErrors.notAssignable(
                            path, SparkTypeName.of(from), FieldTypeName.of(to)));
    List<Field> children = to.getChildren();
    switch (conversion) {
      case STRUCT -> names.requireNestedAssignable(path, children, (StructType) from);
      case LIST, FIXED_SIZE_LIST ->
          require(
              ColumnPath.element(path),
              ((ArrayType) from).elementType(),
              children.get(0),
              names.insideList());
      case MAP -> {
        List<Field> entries = children.get(0).getChildren();
        MapType map = (MapType) from;
        require(ColumnPath.key(path), map.keyType(), entries.get(0), names.insideList());
        require(ColumnPath.value(path), map.valueType(), entries.get(1), names.insideList());
      }
      default -> {}
    }
  }
}
