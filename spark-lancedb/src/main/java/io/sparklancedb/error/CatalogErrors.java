package io.sparklancedb.error;

import java.util.List;

/** What cannot be done with a table by its name. */
public final class CatalogErrors {
  private CatalogErrors() {}

  public static LanceDbException optionOfOneTable(String catalog, String option) {
    return new LanceDbException(
        "Cannot use catalog '%s' with the option '%s': a catalog is a whole database, and the option is for one table or write. Leave it out."
            .formatted(catalog, option));
  }

  public static LanceDbException onlyDefaultNamespace(String database) {
    return new LanceDbException(
        "Cannot use other namespaces of database '%s' than 'default': it is one folder of tables. Set the catalog's option 'namespace' to 'dir' for nested namespaces."
            .formatted(database));
  }

  public static LanceDbException rootNamespace() {
    return new LanceDbException(
        "Cannot drop namespace 'default': it is the root of its catalog. Drop its tables.");
  }

  public static LanceDbException fixedNamespace(String namespace) {
    return new LanceDbException(
        "Cannot alter namespace '%s': Lance keeps the properties that a namespace was made with. Leave it as it is, or make another."
            .formatted(namespace));
  }

  public static LanceDbException badNamespace(String namespace) {
    return new LanceDbException(
        "Cannot create namespace '%s': its parts are names of 1 to 200 letters, digits, '_', '-' and '.', without '..', and below 'default' there is none. Choose another name."
            .formatted(namespace));
  }

  public static LanceDbException namespaceLocation(String namespace) {
    return new LanceDbException(
        "Cannot create namespace '%s' with LOCATION: where tables lie is up to the catalog. Leave it out."
            .formatted(namespace));
  }

  public static LanceDbException refilled(String namespace) {
    return new LanceDbException(
        "Cannot drop namespace '%s': somebody else put something into it meanwhile. Run the statement again."
            .formatted(namespace));
  }

  public static LanceDbException managedVersions(String table) {
    return new LanceDbException(
        "Cannot use table '%s': its namespace manages the versions of its tables, and the connector commits to the table itself. Turn that off ('table_version_tracking_enabled' of a 'dir' namespace)."
            .formatted(table));
  }

  /**
   * @param action such as "create namespace 'a'"
   * @param reason what Lance or the server said, without secrets
   */
  public static LanceDbException namespaceFailed(String action, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot %s: %s. Check the catalog's options 'namespace.<name>' and 'storage_options'."
            .formatted(action, reason),
        cause);
  }

  public static LanceDbException noManifest(String action, String place) {
    return new LanceDbException(
        "Cannot %s: the namespaces in %s are turned off, or their table '__manifest' cannot be read. Turn them on, or restore that table; the driver's log has what Lance said of it."
            .formatted(action, place));
  }

  public static LanceDbException otherProvider(String table, String provider) {
    return new LanceDbException(
        "Cannot create table '%s' with USING %s: the catalog holds LanceDB tables. Write USING lancedb, or leave it out."
            .formatted(table, provider));
  }

  public static LanceDbException location(String table) {
    return new LanceDbException(
        "Cannot create table '%s' with LOCATION: a table lies in the folder of its database. Leave it out."
            .formatted(table));
  }

  public static LanceDbException indexOfNoColumn(String column, String columns) {
    return new LanceDbException(
        "Cannot keep an index on column '%s': the table has no such column, it has %s. Name one of these in 'index.<column>'."
            .formatted(column, columns));
  }

  public static LanceDbException indexOfManyColumns(String column, String columns) {
    return new LanceDbException(
        "Cannot keep an index on column '%s': the table has %s, and Spark hands options over in lower case. Set the table property 'index.<column>' by a catalog."
            .formatted(column, columns));
  }

  public static LanceDbException indexOfKey(String column) {
    return new LanceDbException(
        "Cannot keep another index on column '%s': it is the primary key, which always has a B-Tree. Leave 'index.%s' out."
            .formatted(column, column));
  }

  public static LanceDbException indexOfOtherType(String column, String type, String kind) {
    return new LanceDbException(
        "Cannot keep an index %s on column '%s': it is of type %s. Columns of numbers, text and times can have btree, bitmap, zonemap and bloom_filter, text also fts and ngram, arrays label_list, vectors the ivf indexes."
            .formatted(kind, column, type));
  }

  /**
   * @param meant a property of the connector
   */
  public static LanceDbException similarProperty(String table, String property, String meant) {
    return new LanceDbException(
        "Cannot keep the property '%s' of table '%s': it would have no effect, and is nearly '%s', which has one. Write '%s', or choose another name."
            .formatted(property, table, meant, meant));
  }

  public static LanceDbException optionOfOneWrite(String table, String property) {
    return new LanceDbException(
        "Cannot keep the property '%s' of table '%s': it would have no effect, since it is an option of one write. Give it to the write, such as with .option('%s', ...), or choose another name."
            .formatted(property, table, property));
  }

  public static LanceDbException noDatabase(String catalog, String option, String meaning) {
    return new LanceDbException(
        "Cannot use catalog '%s': it does not say where its tables are. Set 'spark.sql.catalog.%s.%s' to %s."
            .formatted(catalog, catalog, option, meaning));
  }

  public static LanceDbException sessionCatalog() {
    return new LanceDbException(
        "Cannot have a table USING lancedb in the catalog 'spark_catalog': LanceDB tables are in a database of their own. Set 'spark.sql.catalog.<name>' to 'io.sparklancedb.LanceDbCatalog' and 'spark.sql.catalog.<name>.db_uri' to the database, and write <name>.default.<table>; or read one table by CREATE TEMPORARY VIEW <view> USING lancedb OPTIONS (db_uri '...', table_name '...').");
  }

  public static LanceDbException fixedProperty(String table, String property) {
    return new LanceDbException(
        "Cannot change the property '%s' of table '%s': it says how the table was made. Create another table from a query of this one."
            .formatted(property, table));
  }

  public static LanceDbException notAlterable(String table, String change) {
    return new LanceDbException(
        "Cannot %s of table '%s': there is no such change of a LanceDB table. The table is as it was. Create another table from a query of this one."
            .formatted(change, table));
  }

  public static LanceDbException typeIsFixed(String table, String column, String type) {
    return new LanceDbException(
        "Cannot change the type of column '%s' of table '%s' to %s: columns keep their types. Cast the source's column if this is a statement WITH SCHEMA EVOLUTION, else create another table from a query of this one."
            .formatted(column, table, type));
  }

  public static LanceDbException columnAtPosition(String table, String column) {
    return new LanceDbException(
        "Cannot add column '%s' of table '%s' at a position: new columns come last. Leave FIRST or AFTER out, and name the columns in queries."
            .formatted(column, table));
  }

  public static LanceDbException deletionWithFixedLength(String table, String column) {
    return new LanceDbException(
        "Cannot delete from table '%s': Spark before 4.1 cannot plan that with column '%s', which holds CHAR(n). Set 'spark.sql.readSideCharPadding' to 'false'."
            .formatted(table, column));
  }

  public static LanceDbException nestedNotNull(String table, String field) {
    return new LanceDbException(
        "Cannot declare '%s' of table '%s' as NOT NULL: the table keeps that of columns only, not of what is in them. Leave NOT NULL out there."
            .formatted(field, table));
  }

  public static LanceDbException columnWithValue(String table, String column) {
    return new LanceDbException(
        "Cannot add column '%s' of table '%s' with NOT NULL or a default: it is null in the rows that are there. Leave that out, and fill the column with UPDATE."
            .formatted(column, table));
  }

  public static LanceDbException columnNeedsNewerFiles(
      String table, String column, String version) {
    return new LanceDbException(
        "Cannot add column '%s' to table '%s': its files are of version %s; maps need 2.2, structs 2.1. Create another table with 'data_storage_version' from a query of this one."
            .formatted(column, table, version));
  }

  public static LanceDbException lastField(String table, String field) {
    return new LanceDbException(
        "Cannot drop the field '%s' of table '%s': some files would hold no field of its struct any more. Create another table from a query of this one."
            .formatted(field, table));
  }

  /**
   * @param change such as "drop"
   */
  public static LanceDbException keyIsFixed(String table, String column, String change) {
    return new LanceDbException(
        "Cannot %s column '%s' of table '%s': it is the primary key, on which rows are merged. Create another table from a query of this one."
            .formatted(change, column, table));
  }

  public static LanceDbException sequenceIsInUse(String table, String column) {
    return new LanceDbException(
        "Cannot drop column '%s' of table '%s': the property 'sequence_column' names it, by which later rows stay. Set the property to another column or unset it, then drop the column."
            .formatted(column, table));
  }

  /**
   * @param meant the new name as Spark takes it
   */
  public static LanceDbException catalogInNewName(
      String table, String renamed, String catalog, String meant) {
    return new LanceDbException(
        "Cannot rename table '%s' to '%s': Spark takes '%s' for a namespace there, since a table is not renamed into a catalog. Write RENAME TO %s."
            .formatted(table, renamed, catalog, meant));
  }

  public static LanceDbException noProcedure(String name, String known) {
    return new LanceDbException(
        "Cannot call '%s': there is no such procedure. In the namespace 'system' there are %s."
            .formatted(name, known));
  }

  public static LanceDbException twoKeys(String table, String constraint, String property) {
    return new LanceDbException(
        "Cannot create table '%s' with PRIMARY KEY (%s) and 'primary_key' = '%s': a table has exactly one primary key. Leave one of them out."
            .formatted(table, constraint, property));
  }

  public static LanceDbException constraint(String definition) {
    return new LanceDbException(
        "Cannot keep the constraint '%s': Lance has none but a primary key of one column. Leave it out."
            .formatted(definition));
  }

  public static LanceDbException nullProcedureArgument(String procedure, String parameter) {
    return new LanceDbException(
        "Cannot call '%s' with '%s' = NULL: give it a value.".formatted(procedure, parameter));
  }

  public static LanceDbException changedMeanwhile(String table, Throwable cause) {
    return new LanceDbException(
        "Cannot create table '%s': somebody else made or dropped it meanwhile. Run the statement again."
            .formatted(table),
        cause);
  }

  /**
   * @param done what is committed, such as "drop of columns 'a'"; not empty
   * @param lacking what is not
   */
  public static LanceDbException partlyAltered(
      String table, List<String> done, List<String> lacking, LanceDbException cause) {
    return new LanceDbException(
        "Cannot alter table '%s' as a whole: done is the %s; not done is the %s. %s Then alter what is lacking by a statement of its own."
            .formatted(table, listed(done), listed(lacking), cause.getMessage()),
        cause);
  }

  /**
   * @param done what is committed
   * @param open what may be
   * @param lacking what is not; not empty when there is nothing that is done
   */
  public static OutcomeUnknownException perhapsAltered(
      String table,
      List<String> done,
      String open,
      List<String> lacking,
      OutcomeUnknownException cause) {
    String before = done.isEmpty() ? "" : "done is the " + listed(done) + "; ";
    String after = lacking.isEmpty() ? "" : "; not done is the " + listed(lacking);
    return new OutcomeUnknownException(
        "Cannot tell whether table '%s' was altered as a whole: %snobody knows of the %s%s. %s Then alter what is lacking by a statement of its own."
            .formatted(table, before, open, after, cause.getMessage()),
        cause);
  }

  private static String listed(List<String> steps) {
    return String.join(", the ", steps);
  }
}
