package io.sparklancedb.lance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns and rows for tables of lance-core. */
final class LanceRows {
  static final ArrowType INT = new ArrowType.Int(32, true);
  static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  static final ArrowType DOUBLE = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  static final Field ID = Field.nullable("id", INT);
  static final Field TEXT = Field.nullable("text", new ArrowType.Utf8());
  static final Field VECTOR =
      new Field(
          "vector",
          FieldType.nullable(new ArrowType.FixedSizeList(2)),
          List.of(Field.nullable("item", FLOAT)));

  private LanceRows() {}

  /** Ids, and other columns. */
  static Schema schema(Field... others) {
    return new Schema(Stream.concat(Stream.of(ID), Stream.of(others)).toList());
  }

  /** Ids from 0, vectors of their own, and nulls in all other columns. */
  static void fill(VectorSchemaRoot root, int rows) {
    fill(root, rows, i -> null);
  }

  static void fill(VectorSchemaRoot root, int rows, IntFunction<String> texts) {
    root.allocateNew();
    for (int i = 0; i < rows; i++) {
      ((IntVector) root.getVector("id")).setSafe(i, i);
      String text = texts.apply(i);
      if (text != null) {
        text(root.getVector("text"), i, text);
      }
      if (root.getVector("vector") instanceof FixedSizeListVector vectors) {
        vectors.setNotNull(i);
        ((Float4Vector) vectors.getDataVector()).setSafe(2 * i, i);
        ((Float4Vector) vectors.getDataVector()).setSafe(2 * i + 1, -i);
      }
    }
    root.setRowCount(rows);
  }

  static void text(FieldVector texts, int position, String text) {
    ((VarCharVector) texts).setSafe(position, text.getBytes(StandardCharsets.UTF_8));
  }
}
