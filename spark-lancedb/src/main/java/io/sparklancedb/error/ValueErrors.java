package io.sparklancedb.error;

/**
 * A row's value that its column cannot hold. {@code row} is how the row is told from the others,
 * such as {@code key 'doc-17'}.
 */
public final class ValueErrors {
  private ValueErrors() {}

  public static LanceDbException vectorLength(
      String column, String row, int values, int dimension) {
    return new LanceDbException(
        where(column, row)
            + "it has %d values, the column holds vectors of %d. Mend the vector or make it null; vectors of another length need a column of their own."
                .formatted(values, dimension));
  }

  public static LanceDbException emptyVector(String column, String row) {
    return new LanceDbException(
        where(column, row)
            + "it has no values, and a vector has at least 1. Mend the vector or make it null.");
  }

  /** A list of fixed length whose elements are no floats. */
  public static LanceDbException listLength(String column, String row, int values, int length) {
    return new LanceDbException(
        where(column, row)
            + "it has %d values, the column holds lists of %d. Mend the list or make it null."
                .formatted(values, length));
  }

  public static LanceDbException stringLength(
      String column, String row, int characters, String type) {
    return new LanceDbException(
        where(column, row)
            + "it has %d characters, the column is %s. Shorten the string or filter the row; longer strings need a column of type STRING."
                .formatted(characters, type));
  }

  /**
   * A value beyond the largest of the element type.
   *
   * @param position counted from 1
   */
  public static LanceDbException vectorOverflow(
      String column, String row, double value, int position, String type) {
    return new LanceDbException(
        where(column, row)
            + "value %d of the vector is %s, the column holds %s. Mend the vector or make it null; larger values need a column with a wider element type."
                .formatted(position, value, type));
  }

  /**
   * @param position counted from 1
   */
  public static LanceDbException nullInVector(String column, String row, int position) {
    return new LanceDbException(
        where(column, row)
            + "value %d of the vector is null. Replace it, or make the whole vector null."
                .formatted(position));
  }

  public static LanceDbException nullValue(String column, String row) {
    return new LanceDbException(
        where(column, row)
            + "it is null, and the column holds no nulls. Filter the row or fill it in.");
  }

  public static LanceDbException nullStruct(String column, String row) {
    return new LanceDbException(
        where(column, row)
            + "it is a null struct with lists or maps below, which Lance may read back wrong. Fill it in, or store a struct of nulls with 'null_structs' = 'struct_of_nulls'.");
  }

  public static LanceDbException nullKey(String column, String row) {
    return new LanceDbException(
        "Cannot write %s: its primary key '%s' is null. Fill it or filter such rows out."
            .formatted(row, column));
  }

  /** For a row that has no key to tell it from the others. */
  public static LanceDbException nullKey(String column, long row, int partition) {
    return nullKey(column, "row %d of partition %d".formatted(row, partition));
  }

  public static LanceDbException outOfRange(String column, String row, String value, String type) {
    return new LanceDbException(
        where(column, row)
            + "the table's %s cannot hold %s exactly. Filter the row, or round or cast the value to one that it holds."
                .formatted(type, value));
  }

  public static LanceDbException invalidUtf8(String column, String row) {
    return new LanceDbException(
        where(column, row)
            + "its bytes are not valid UTF-8. Repair the string, or store it as BINARY.");
  }

  public static LanceDbException fixedLength(String column, String row, int bytes, int width) {
    return new LanceDbException(
        where(column, row)
            + "it has %d bytes, the column holds values of %d. Filter the row, or bring the value to that length."
                .formatted(bytes, width));
  }

  public static LanceDbException notAUuid(String column, String row, String value) {
    return new LanceDbException(
        where(column, row)
            + "'%s' is not a UUID such as 123e4567-e89b-12d3-a456-426614174000. Filter the row, or write the text in that form."
                .formatted(value));
  }

  public static LanceDbException tooMuchForOneBatch(String column, String row, long size) {
    return new LanceDbException(
        where(column, row)
            + "with it one batch of the column would reach %d, and 2147483647 is the most. Split the value."
                .formatted(size));
  }

  public static LanceDbException beyondMicroseconds(String column, long value, Throwable cause) {
    return new LanceDbException(
        "Cannot read column '%s': %d in its unit is beyond Spark's range of microseconds. Filter such rows."
            .formatted(column, value),
        cause);
  }

  private static String where(String column, String row) {
    return "Cannot write column '%s' of %s: ".formatted(column, row);
  }
}
