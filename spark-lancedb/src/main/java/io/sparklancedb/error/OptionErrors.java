package io.sparklancedb.error;

import java.util.List;

/** What is wrong with an option, and what to write instead. */
public final class OptionErrors {
  private static final int MOST_LETTERS = 200;

  private OptionErrors() {}

  public static LanceDbException missing(String key, String meaning) {
    return new LanceDbException(
        "Cannot use format 'lancedb': option '%s' is missing. Set it to %s."
            .formatted(key, meaning));
  }

  public static LanceDbException unknown(String key, String nearest) {
    return new LanceDbException(
        "Cannot use option '%s': there is no such option. Did you mean '%s'?"
            .formatted(key, nearest));
  }

  public static LanceDbException unknown(String key) {
    return new LanceDbException(
        "Cannot use option '%s': there is no such option. Look it up in docs/options.md; options of the object store start with 'storage_options.'."
            .formatted(key));
  }

  /** For what Delta and Iceberg call the change of a table's columns. */
  public static LanceDbException ofOtherFormat(String key) {
    return new LanceDbException(
        "Cannot use option '%s': it is another format's. Set 'schema_evolution' = 'add_columns' to add columns to the table, or CREATE OR REPLACE TABLE to give it others."
            .formatted(key));
  }

  public static LanceDbException path() {
    return new LanceDbException(
        "Cannot use a path with format 'lancedb': a table is addressed by options. Set 'db_uri' and 'table_name', and call save() or load() without a path.");
  }

  /**
   * @param expected what would have been right, such as {@code a whole number of at least 1}
   * @param otherwise what leaving the option out uses
   */
  public static LanceDbException badValue(
      String key, String value, String expected, String otherwise) {
    return new LanceDbException(
        "Cannot use option '%s' = '%s': expected %s. Leave it out to use %s."
            .formatted(key, shortened(value), expected, otherwise));
  }

  /** A vector has thousands of letters. */
  private static String shortened(String value) {
    return value.length() <= MOST_LETTERS ? value : value.substring(0, MOST_LETTERS) + "...";
  }

  public static LanceDbException exclusive(String first, String second) {
    return new LanceDbException(
        "Cannot use options '%s' and '%s' together: each names a version of the table. Set one of them."
            .formatted(first, second));
  }

  /**
   * @param missing an option, or an option and its value as {@code name' = 'value}
   */
  public static LanceDbException needs(String given, String missing) {
    return new LanceDbException(
        "Cannot use option '%s' without '%s'. Set both or neither.".formatted(given, missing));
  }

  public static LanceDbException sequenceWithoutEffect(String column) {
    return new LanceDbException(
        "Cannot use option 'sequence_column' = '%s': the table has no such column, and 'duplicate_keys' = 'fail' lets no key come twice, so it would have no effect. Set 'duplicate_keys' to 'last', or add the column to the table."
            .formatted(column));
  }

  public static LanceDbException changesNothing() {
    return new LanceDbException(
        "Cannot write with 'when_matched' = 'ignore' and 'when_not_matched' = 'ignore': no row would have an effect. Leave one of them out, or set 'delete_column'.");
  }

  /**
   * @param with what cannot be committed in parts
   */
  public static LanceDbException notInParts(String with, String reason) {
    return new LanceDbException(
        "Cannot use option 'commit_interval' with %s: %s. Leave 'commit_interval' out."
            .formatted(with, reason));
  }

  public static LanceDbException notForOverwriting(String key) {
    return new LanceDbException(
        "Cannot overwrite with option '%s': an overwrite merges nothing, it replaces all rows. Leave it out, or append."
            .formatted(key));
  }

  public static LanceDbException notForWriting(String key) {
    return new LanceDbException(
        "Cannot write with option '%s': it names an older version, and only the latest can be written. Leave it out."
            .formatted(key));
  }

  public static LanceDbException searchForWriting(String key) {
    return new LanceDbException(
        "Cannot write with option '%s': it says what a read returns. Leave it out.".formatted(key));
  }

  public static LanceDbException searchOfCatalogTable(String key) {
    return new LanceDbException(
        "Cannot use option '%s' on a table of a catalog: it makes a read return other columns than the table's. Read by spark.read.format(\"lancedb\") with 'db_uri' and 'table_name'."
            .formatted(key));
  }

  public static LanceDbException ofCatalog(String key) {
    return new LanceDbException(
        "Cannot use option '%s' here: it says how a catalog names its tables. Set 'spark.sql.catalog.<name>.%s', or leave it out."
            .formatted(key, key));
  }

  public static LanceDbException versionOfCatalogTable(String key) {
    return new LanceDbException(
        "Cannot use option '%s' on a table of a catalog: there SQL says which version is read. Write VERSION AS OF <number or tag> or TIMESTAMP AS OF <time> behind the table's name."
            .formatted(key));
  }

  public static LanceDbException addressOfCatalogTable(String key) {
    return new LanceDbException(
        "Cannot use option '%s' on a table of a catalog: the catalog says where the table is and how it is reached. Leave it out."
            .formatted(key));
  }

  /**
   * @param namespace the value of the option of that name
   */
  public static LanceDbException notOfNamespace(String key, String namespace, String reason) {
    return new LanceDbException(
        "Cannot use option '%s' with 'namespace' = '%s': %s. Leave it out."
            .formatted(key, namespace, reason));
  }

  public static LanceDbException badIndex(String property, String value, String kinds) {
    return new LanceDbException(
        "Cannot use '%s' = '%s': there is no such index. Choose one of %s, with parameters such as 'ivf_pq(distance_type=cosine)'."
            .formatted(property, value, kinds));
  }

  /** For what stands between the brackets of an index, and is no parameter with a value. */
  public static LanceDbException noIndexParameter(String property, String written) {
    return new LanceDbException(
        "Cannot use '%s' with '%s': a parameter is a name and a value. Write them as in 'ivf_pq(distance_type=cosine)', or leave it out."
            .formatted(property, written));
  }

  /**
   * @param known the parameters of the kind; empty for none
   */
  public static LanceDbException unknownIndexParameter(
      String property, String parameter, String kind, List<String> known) {
    return new LanceDbException(
        "Cannot use '%s' with the parameter '%s': an index of kind '%s' takes %s. Leave it out."
            .formatted(
                property,
                parameter,
                kind,
                known.isEmpty() ? "no parameters" : String.join(", ", known)));
  }

  public static LanceDbException repeatedIndexParameter(String property, String parameter) {
    return new LanceDbException(
        "Cannot use '%s' with '%s' twice: an index has one value of each parameter. Leave one out."
            .formatted(property, parameter));
  }

  public static LanceDbException contradictingIndexParameters(
      String property, String number, String size) {
    return new LanceDbException(
        "Cannot use '%s' with both '%s' and '%s': one follows from the other. Leave one out."
            .formatted(property, number, size));
  }

  /**
   * @param expected what would have been right
   */
  public static LanceDbException badIndexParameter(
      String property, String parameter, String value, String expected) {
    return new LanceDbException(
        "Cannot use '%s' with '%s' = '%s': expected %s. Leave the parameter out to let the connector choose."
            .formatted(property, parameter, value, expected));
  }

  public static LanceDbException badTableName(String name) {
    return new LanceDbException(
        "Cannot use table name '%s': a name is made of 1 to 200 letters, digits, '_', '-' and '.', and holds no '..'. Choose another."
            .formatted(name));
  }

  public static LanceDbException tableNameWithSuffix(String name, String stem) {
    return new LanceDbException(
        "Cannot use table name '%s': '.lance' is the ending of a table's folder, and no part of its name. %s"
            .formatted(name, stem.isEmpty() ? "Choose a name." : "Use '" + stem + "'."));
  }

  public static LanceDbException shellPath(String uri, String part) {
    return new LanceDbException(
        "Cannot use db_uri '%s': '%s' means something to a shell only, and would be the name of a folder here. Write the address out."
            .formatted(uri, part));
  }

  public static LanceDbException databricksMount(String uri) {
    return new LanceDbException(
        "Cannot use db_uri '%s': Databricks volumes, DBFS and workspace files lack the atomic rename that a Lance commit needs. Use the cloud address, such as s3://bucket/folder, abfss://container@account.dfs.core.windows.net/folder or gs://bucket/folder."
            .formatted(uri));
  }

  public static LanceDbException badDatabaseUri(String uri, String reason) {
    return new LanceDbException(
        "Cannot use db_uri '%s': %s. Use a folder, or an address such as s3://bucket/folder."
            .formatted(uri, reason));
  }
}
