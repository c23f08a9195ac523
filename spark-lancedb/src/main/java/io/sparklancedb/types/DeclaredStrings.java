package io.sparklancedb.types;

import io.sparklancedb.types.StringLength.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns with strings whose length was declared. In queries Spark takes them for strings of any
 * length, and remembers the declaration in the metadata of whole columns.
 */
public final class DeclaredStrings {
  private DeclaredStrings() {}

  /** As queries see them: strings of any length. */
  public static StructType plain(StructType columns) {
    return (StructType) plain((DataType) columns);
  }

  private static DataType plain(DataType type) {
    return without(type, length -> true);
  }

  /** Without the lengths of strings that are not filled up with blanks. */
  public static StructType onlyFixed(StructType columns) {
    return (StructType) without(columns, length -> length.kind() == Kind.VARCHAR);
  }

  private static DataType without(DataType type, Predicate<StringLength> dropped) {
    return DeepType.with(
        type,
        each -> StringLength.of(each).filter(dropped).isPresent() ? DataTypes.StringType : each);
  }

  /** The first column that is a string filled up with blanks, or holds such strings. */
  public static Optional<String> firstFixed(StructType columns) {
    StructType others = plain(columns);
    StructType fixed = onlyFixed(columns);
    return IntStream.range(0, columns.size())
        .filter(i -> !fixed.fields()[i].dataType().equals(others.fields()[i].dataType()))
        .mapToObj(i -> columns.fieldNames()[i])
        .findFirst();
  }

  /** As they were declared, of the columns of a query that come from a table as they are. */
  public static StructType ofQuery(StructType columns) {
    return as(CharVarcharUtils.getRawSchema(columns), columns);
  }

  /**
   * As they are declared by columns of the same name.
   *
   * @param columns those of another type stay as they are
   */
  public static StructType as(StructType declared, StructType columns) {
    List<String> names = Arrays.asList(declared.fieldNames());
    StructField[] fields = columns.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      int place = names.indexOf(fields[i].name());
      DataType type = place < 0 ? fields[i].dataType() : declared.fields()[place].dataType();
      if (plain(type).catalogString().equals(plain(fields[i].dataType()).catalogString())) {
        fields[i] =
            new StructField(fields[i].name(), type, fields[i].nullable(), fields[i].metadata());
      }
    }
    return new StructType(fields);
  }
}
