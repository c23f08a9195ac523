package io.sparklancedb.write;

import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.StructDifference;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Structs of a row that updates another, with the fields that the DataFrame lacks as they were. A
 * null struct of the DataFrame leaves those in place, and is null where they are.
 */
final class StructMerge {
  private final StructType type;
  private final StructType old;
  private final List<Part> parts = new ArrayList<>();

  /** One field of the result. */
  private sealed interface Part {
    /** As the DataFrame has it. */
    record Written(int ordinal) implements Part {}

    /** As it was. */
    record Kept(int ordinal) implements Part {}

    /** A struct of both. */
    record Both(int written, int kept, StructMerge merge) implements Part {}

    /** The table did not have it either. */
    record None() implements Part {}
  }

  /**
   * @param type of the written struct and of the result: the table's, with what the write adds
   * @param given that of the DataFrame
   * @param old the table's
   */
  StructMerge(StructType type, StructType given, StructType old, CaseSensitivity names) {
    this.type = type;
    this.old = old;
    List<String> oldNames = List.of(old.fieldNames());
    List<String> all = List.of(type.fieldNames());
    StructDifference difference = new StructDifference(names);
    for (int i = 0; i < type.length(); i++) {
      StructField field = type.fields()[i];
      int kept = oldNames.indexOf(field.name());
      parts.add(
          difference
              .find(given, field.name(), all)
              .map(found -> part(field, found, kept, names))
              .orElse(kept < 0 ? new Part.None() : new Part.Kept(kept)));
    }
  }

  /** For a column of rows of these types. */
  static StructMerge ofColumn(
      String column, StructType rows, StructType given, StructType old, CaseSensitivity names) {
    return new StructMerge(
        (StructType) rows.apply(column).dataType(),
        (StructType)
            new StructDifference(names)
                .find(given, column, List.of(rows.fieldNames()))
                .orElseThrow(),
        (StructType) old.apply(column).dataType(),
        names);
  }

  private Part part(StructField field, DataType given, int kept, CaseSensitivity names) {
    int ordinal = type.fieldIndex(field.name());
    return kept >= 0
            && field.dataType() instanceof StructType struct
            && given instanceof StructType from
            && old.fields()[kept].dataType() instanceof StructType before
        ? new Part.Both(ordinal, kept, new StructMerge(struct, from, before, names))
        : new Part.Written(ordinal);
  }

  /**
   * @param written null for a null struct
   * @param before null for a null struct
   * @return null for a null struct
   */
  InternalRow merge(InternalRow written, InternalRow before) {
    if (before == null) {
      return written;
    }
    Object[] values = new Object[parts.size()];
    boolean keeps = false;
    for (int i = 0; i < values.length; i++) {
      values[i] = value(parts.get(i), i, written, before);
      keeps |= values[i] != null;
    }
    return written != null || keeps ? new GenericInternalRow(values) : null;
  }

  private Object value(Part part, int place, InternalRow written, InternalRow before) {
    if (part instanceof Part.Written given) {
      return written == null || written.isNullAt(given.ordinal)
          ? null
          : written.get(given.ordinal, type.fields()[place].dataType());
    }
    if (part instanceof Part.Kept kept) {
      return before.isNullAt(kept.ordinal)
          ? null
          : before.get(kept.ordinal, old.fields()[kept.ordinal].dataType());
    }
    return part instanceof Part.Both both
        ? both.merge.merge(
            struct(written, both.written, both.merge.type.length()),
            struct(before, both.kept, both.merge.old.length()))
        : null;
  }

  /** The merged struct of a column that the written and the old row have at these places. */
  InternalRow column(InternalRow written, int place, InternalRow before, int oldPlace) {
    return merge(struct(written, place, type.length()), struct(before, oldPlace, old.length()));
  }

  private static InternalRow struct(InternalRow row, int ordinal, int fields) {
    return row == null || row.isNullAt(ordinal) ? null : row.getStruct(ordinal, fields);
  }
}
