package io.sparklancedb.error;

import java.util.Collection;

/** What a column's name or type stands in the way of. */
public final class TypeErrors {
  private TypeErrors() {}

  public static LanceDbException noArrowType(String column, String type) {
    return new LanceDbException(
        "Cannot store column '%s': a Lance table has no type for %s. Cast it or leave it out."
            .formatted(column, type));
  }

  public static LanceDbException collatedString(String column, String type) {
    return new LanceDbException(
        "Cannot store column '%s': its type is %s, and a Lance table compares strings byte by byte. Cast it to STRING."
            .formatted(column, type));
  }

  public static LanceDbException noSparkType(String column, String type) {
    return new LanceDbException(
        "Cannot read column '%s': Spark has no type for %s. Leave it out of a copy of the table."
            .formatted(column, type));
  }

  public static LanceDbException notScannable(String column, String type, String reason) {
    return new LanceDbException(
        "Cannot read column '%s' of type %s: %s. Select the other columns."
            .formatted(column, type, reason));
  }

  public static LanceDbException reservedName(String column) {
    return new LanceDbException(
        "Cannot create or add column '%s': the name is a metadata column's. Rename the column."
            .formatted(column));
  }

  public static LanceDbException dottedName(String column) {
    return new LanceDbException(
        "Cannot create or add column '%s': Lance reads a dot in a column's name as a path. Rename the column."
            .formatted(column));
  }

  public static LanceDbException unscannableName(String column) {
    return new LanceDbException(
        "Cannot create or add column '%s': Lance cannot look up names that contain a backtick or a character beyond the Basic Multilingual Plane. Rename the column."
            .formatted(column));
  }

  public static LanceDbException emptyName(String parent) {
    return new LanceDbException(
        "Cannot create a table with a column without a name%s: Lance addresses columns by name. Name the column."
            .formatted(parent.isEmpty() ? "" : " in '" + parent + "'"));
  }

  public static LanceDbException duplicateName(String column) {
    return new LanceDbException(
        "Cannot create a table with column '%s' twice: columns are told apart by name. Rename one of them."
            .formatted(column));
  }

  public static LanceDbException namesThatDifferInCase(String column, String other) {
    return new LanceDbException(
        "Cannot make columns '%s' and '%s': their names differ in case only, and Spark would not tell them apart. Rename one of them, or set 'spark.sql.caseSensitive' to true."
            .formatted(column, other));
  }

  public static LanceDbException unknownVectorColumn(String column) {
    return new LanceDbException(
        "Cannot make column '%1$s' a vector: there is no such column. Correct or leave out 'vector.%1$s'."
            .formatted(column));
  }

  public static LanceDbException notAVector(String column, String type) {
    return new LanceDbException(
        "Cannot make column '%1$s' a vector: its type is %2$s. Cast it to ARRAY<FLOAT> or ARRAY<DOUBLE>, or leave 'vector.%1$s' out."
            .formatted(column, type));
  }

  public static LanceDbException mlVectorElsewhere(String column, String own) {
    return new LanceDbException(
        "Cannot write column '%s': it has vectors of Spark ML, and the table's %s is no vector. Convert it with vector_to_array and cast that."
            .formatted(column, own));
  }

  public static LanceDbException nestedMlVector(String column, String type) {
    return new LanceDbException(
        "Cannot store column '%s': its type is %s, and vectors of Spark ML are stored in columns of their own only. Convert it with vector_to_array."
            .formatted(column, type));
  }

  /** Of a column that a DataFrame makes. */
  public static LanceDbException unknownDimension(String column) {
    return unknownDimension(column, "Set the option 'vector.%s', such as '768'.".formatted(column));
  }

  /** Of a column of a table that a statement creates. */
  public static LanceDbException unknownDimensionOfTable(String table) {
    return new LanceDbException(
        "Cannot create table '%s': no row has a vector, so the dimension of its vector column is unknown. Say it, such as TBLPROPERTIES ('vector.embedding' = '768')."
            .formatted(table));
  }

  /** Of a column that a statement adds. */
  public static LanceDbException unknownDimensionOfAddition(String table, String column) {
    return unknownDimension(
        column,
        "Say it first, such as ALTER TABLE %s SET TBLPROPERTIES ('vector.%s' = '768')."
            .formatted(table, column));
  }

  private static LanceDbException unknownDimension(String column, String wayOut) {
    return new LanceDbException(
        "Cannot make vector column '%s': no row has a vector, so its dimension is unknown. %s"
            .formatted(column, wayOut));
  }

  public static LanceDbException vectorDimension(int dimension) {
    return new LanceDbException(
        "Cannot make vectors of %d values: a vector has at least 1. Give the number of values that each vector has."
            .formatted(dimension));
  }

  public static LanceDbException unknownPrimaryKey(String column, Collection<String> columns) {
    return new LanceDbException(
        "Cannot use '%s' as the primary key: there is no such column. Set 'primary_key' to one of %s."
            .formatted(column, Names.quoted(columns)));
  }

  public static LanceDbException floatingPrimaryKey(String column, String type) {
    return new LanceDbException(
        "Cannot use '%s' as the primary key: its type is %s, and NaN and -0.0 do not compare equal consistently. Cast it to DECIMAL or STRING."
            .formatted(column, type));
  }

  public static LanceDbException primaryKeyType(String column, String type) {
    return new LanceDbException(
        "Cannot use '%s' as the primary key: its type is %s. Choose or make a column of integers, strings, binary values, dates, timestamps, decimals or booleans."
            .formatted(column, type));
  }

  public static LanceDbException missingColumns(String table, Collection<String> columns) {
    return new LanceDbException(
        "Cannot write to table '%s': the DataFrame lacks its columns %s. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated."
            .formatted(table, Names.quoted(columns)));
  }

  public static LanceDbException missingNotNull(String table, Collection<String> columns) {
    return new LanceDbException(
        "Cannot write to table '%s': the DataFrame lacks its columns %s, which are NOT NULL. Add them to the DataFrame."
            .formatted(table, Names.quoted(columns)));
  }

  public static LanceDbException missingInElements(String table, Collection<String> fields) {
    return new LanceDbException(
        "Cannot write to table '%s': the DataFrame lacks its fields %s, and elements of lists and maps are replaced as a whole: nothing tells which value a field would keep. Add them to the DataFrame."
            .formatted(table, Names.quoted(fields)));
  }

  public static LanceDbException extraColumns(String table, Collection<String> columns) {
    return new LanceDbException(
        "Cannot write to table '%s': it has no columns %s. Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them."
            .formatted(table, Names.quoted(columns)));
  }

  public static LanceDbException nullStructAdded(String column) {
    return new LanceDbException(
        "Cannot add column '%s' to a table that has rows: in those it would be a null struct with lists or maps below, which Lance may read back wrong. Make a new table of the rows and the column's values."
            .formatted(column));
  }

  /**
   * @param field below the struct that is never null
   */
  public static LanceDbException notFillable(String struct, String field) {
    return new LanceDbException(
        "Cannot store a null of column '%s' as a struct of nulls: its field '%s' is NOT NULL. Leave 'null_structs' = 'struct_of_nulls' out and fill such structs in."
            .formatted(struct, field));
  }

  public static LanceDbException nullStructMissing(String column) {
    return new LanceDbException(
        "Cannot write rows without the table's column '%s': in new ones it would be a null struct with lists or maps below, which Lance may read back wrong. Add the column, or set 'null_structs' = 'struct_of_nulls', or 'when_not_matched' = 'ignore'."
            .formatted(column));
  }

  public static LanceDbException ambiguousColumn(String column) {
    return new LanceDbException(
        "Cannot write to column '%s': more than one column of the DataFrame has that name. Rename or drop the others."
            .formatted(column));
  }

  /**
   * @param column of the DataFrame
   * @param own one of the table's
   */
  public static LanceDbException severalColumnsMeant(String column, String own) {
    return new LanceDbException(
        "Cannot write column '%s': the table has '%s' and another that differs in case only, and nothing tells which is meant. Spell the column as the table does."
            .formatted(column, own));
  }

  public static LanceDbException notWritable(String column, String type) {
    return new LanceDbException(
        "Cannot write to the table: its column '%s' has the type %s, which cannot be written. Drop the column from the table."
            .formatted(column, type));
  }

  public static LanceDbException notAssignable(String column, String from, String to) {
    return new LanceDbException(
        "Cannot write column '%s': values of type %s do not all fit the table's %s. Cast the column first."
            .formatted(column, from, to));
  }
}
