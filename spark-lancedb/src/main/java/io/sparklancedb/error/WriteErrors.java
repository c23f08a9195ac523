package io.sparklancedb.error;

import java.util.Collection;

/** What stands in the way of a write: keys, conflicts, storage. */
public final class WriteErrors {
  private WriteErrors() {}

  public static LanceDbException noStreamSink() {
    return new LanceDbException(
        "Cannot write a stream with format 'lancedb': there is no streaming sink. Use foreachBatch, and in it write the batch as a DataFrame; with the options 'txn_app_id' and 'txn_version' (the batch's id) each batch is written once.");
  }

  public static LanceDbException noPrimaryKey(String uri) {
    return new LanceDbException(
        "Cannot write table '%s': it has no primary key. Set the option 'primary_key' to the one column that names a row."
            .formatted(uri));
  }

  public static LanceDbException severalPrimaryKeys(String value) {
    return new LanceDbException(
        "Cannot use option 'primary_key' = '%s': it names more than one column, and a table has exactly one. Combine them into one column, such as concat_ws('/', a, b)."
            .formatted(value));
  }

  public static LanceDbException severalPrimaryKeysInTable(String uri, Collection<String> columns) {
    return new LanceDbException(
        "Cannot write table '%s': its primary key is made of the columns %s, and rows are merged on exactly one. Create another table with one key column from a query of this one."
            .formatted(uri, Names.quoted(columns)));
  }

  public static LanceDbException otherPrimaryKey(String uri, String given, String own) {
    return new LanceDbException(
        "Cannot use option 'primary_key' = '%s': the primary key of table '%s' is '%s'. Leave the option out."
            .formatted(given, uri, own));
  }

  public static LanceDbException duplicateKey(String column, String key) {
    return new LanceDbException(
        "Cannot write: two of the rows have the primary key '%s' = '%s'. Keep one row of each key, such as dropDuplicates(\"%s\")."
            .formatted(column, key, column));
  }

  public static LanceDbException sameSequence(String column, String key) {
    return new LanceDbException(
        "Cannot write: two rows of key '%s' have the same '%s', and nothing tells which is the last. Drop one, or choose a 'sequence_column' that differs."
            .formatted(key, column));
  }

  public static LanceDbException keyIsThere(String column, String key) {
    return new LanceDbException(
        "Cannot write: a row of the table has the primary key '%s' = '%s' already, and 'when_matched' is 'fail'. Drop such rows, or set 'when_matched' to 'update', 'update_changed' or 'ignore'."
            .formatted(column, key));
  }

  public static LanceDbException tooManyRows(String uri, long rows, long most) {
    return new LanceDbException(
        "Cannot merge %d rows into table '%s': a commit merges %d at most. Write them in several DataFrames, or set 'commit_interval', which commits them in parts."
            .formatted(rows, uri, most));
  }

  public static LanceDbException canOnlyDelete(String key, Collection<String> lacking) {
    return new LanceDbException(
        "Cannot write key '%s': its row does not delete, and the DataFrame lacks the table's columns %s. Add the columns to the DataFrame, or set 'schema_evolution' to 'add_columns' to leave nullable ones as they are."
            .formatted(key, Names.quoted(lacking)));
  }

  public static LanceDbException sequenceType(String column, String type) {
    return new LanceDbException(
        "Cannot use option 'sequence_column' = '%s': its type in the table is %s, whose stored values have no order. Choose a number, a string, a date or a timestamp."
            .formatted(column, type));
  }

  /**
   * @param option that names the column
   */
  public static LanceDbException unknownColumn(String option, String name, String columns) {
    return new LanceDbException(
        "Cannot use option '%1$s' = '%2$s': the rows to write have no such column, they have %3$s. Name one of these or leave the option out; if it is a property of the table, by ALTER TABLE with SET or UNSET TBLPROPERTIES ('%1$s')."
            .formatted(option, name, columns));
  }

  public static LanceDbException comparedNotStored(String column) {
    return new LanceDbException(
        "Cannot use option 'compare_columns' with the column '%s': it is the 'delete_column', or a 'sequence_column' that the table has not, so there is nothing stored to compare it with. Leave it out of the list."
            .formatted(column));
  }

  public static LanceDbException deleteColumnType(String column, String type) {
    return new LanceDbException(
        "Cannot use option 'delete_column' = '%s': its type is %s, and it is true in rows that delete. Cast it to BOOLEAN."
            .formatted(column, type));
  }

  /**
   * @param option that needs what such a table does not allow
   */
  public static LanceDbException stableRowIds(String uri, String option) {
    return new LanceDbException(
        "Cannot use option '%s' with table '%s': tables with stable row ids support only plain upserts and overwrites. Leave the option out, or create the table without stable row ids."
            .formatted(option, uri));
  }

  /**
   * @param statement such as "update"
   */
  public static LanceDbException noRowLevelOperation(String uri, String statement) {
    return new LanceDbException(
        "Cannot %s table '%s': lance-core 7.0.0 cannot detect concurrent changes in tables with stable row ids. Merge a DataFrame into it."
            .formatted(statement, uri));
  }

  public static LanceDbException writeHasEnded(String uri) {
    return new LanceDbException(
        "Cannot write table '%s': the write has ended before this task. Nothing of the task is kept. If the write failed, run it again."
            .formatted(uri));
  }

  public static LanceDbException differentDimensions(String column, int first, int second) {
    return new LanceDbException(
        "Cannot write column '%s': it has vectors of %d and of %d values. Set 'vector.%s' to the dimension, and mend or drop the others."
            .formatted(column, first, second, column));
  }

  public static LanceDbException otherVectorType(String column, String own) {
    return new LanceDbException(
        "Cannot use option 'vector.%s': the table's column is %s. Leave the option out."
            .formatted(column, own));
  }

  public static LanceDbException mapsNeedNewerFiles(String version) {
    return new LanceDbException(
        "Cannot use option 'data_storage_version' = '%s': the DataFrame has a map, and maps need version 2.2. Leave the option out."
            .formatted(version));
  }

  public static LanceDbException otherStorageVersion(String uri, String own, String wanted) {
    return new LanceDbException(
        "Cannot replace table '%s' by one whose files are of version %s: its own are of version %s, which a table keeps. Drop the table first."
            .formatted(uri, wanted, own));
  }

  public static LanceDbException structsNeedNewerFiles(String version) {
    return new LanceDbException(
        "Cannot write structs to files of version %s: they forget that a struct is null. Make a table with 'data_storage_version' = '2.1' or newer, or flatten the structs."
            .formatted(version));
  }

  /** The classes of tasks and driver have other class loaders. */
  public static LanceDbException loadedTwice() {
    return new LanceDbException(
        "Cannot write to the table: the tasks run another copy of the connector than the driver, because its jar came after Spark's start, such as with ADD JAR or addArtifact. Name the jar when Spark starts, with --jars, --packages, 'spark.jars' or as a library of the cluster.");
  }

  public static LanceDbException rowsLost(long received, long written) {
    return new LanceDbException(
        "Cannot commit: a task was given %d rows and wrote %d. Nothing of the task is kept. This is a defect: please report it."
            .formatted(received, written));
  }

  /**
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException notWritable(String uri, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot write table '%s': %s. Check that the address can be written, with the permissions and 'storage_options' that you have."
            .formatted(uri, reason),
        cause);
  }

  /**
   * The table can be reached, and Lance does not take the rows.
   *
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException notStored(String uri, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot write table '%s': lance-core fails on the rows or on a file of the table (%s). Please report it with the types of the columns."
            .formatted(uri, reason),
        cause);
  }

  /**
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException notChanged(String uri, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot change table '%s': %s. Nothing of this change is in the table. Mend that, and change it again."
            .formatted(uri, reason),
        cause);
  }

  /**
   * @param reason what Lance said, without secrets
   */
  public static OutcomeUnknownException changeUnknown(String uri, String reason, Throwable cause) {
    return new OutcomeUnknownException(
        "Cannot tell whether the change of table '%s' happened: %s. Look at the table and its versions before you change it again."
            .formatted(uri, reason),
        cause);
  }

  public static LanceDbException changedMeanwhile(String uri, int attempts, String reason) {
    return new LanceDbException(
        "Cannot change table '%s': after %d attempts another writer was still in the way (%s). Nothing of this change is in the table. Change it again."
            .formatted(uri, attempts, reason));
  }

  public static LanceDbException columnMeanwhile(String uri, String column) {
    return new LanceDbException(
        "Cannot change table '%s': another writer added, changed or dropped column '%s' meanwhile. Nothing of this change is in the table. Look at its columns, and change it again."
            .formatted(uri, column));
  }

  /**
   * @param statement such as "update"
   */
  public static LanceDbException keysAreThere(
      String uri, String column, long rows, String statement) {
    return new LanceDbException(
        "Cannot %s table '%s': %d %s would get a value of the primary key '%s' that other rows have. The table is as it was. Choose other keys, or update those rows."
            .formatted(statement, uri, rows, rows == 1 ? "row" : "rows", column));
  }

  /**
   * @param statement such as "update"
   */
  public static LanceDbException keyOfTwoRows(
      String uri, String column, String key, String statement) {
    return new LanceDbException(
        "Cannot %s table '%s': more than one row would get the primary key '%s' = '%s'. The table is as it was. Give each row a key of its own; of a MERGE's source, keep one row of each key."
            .formatted(statement, uri, column, key));
  }

  /**
   * @param statement such as "update"
   */
  public static LanceDbException keyGivenUp(
      String uri, String column, String key, String statement) {
    return new LanceDbException(
        "Cannot %s table '%s': a row would get the primary key '%s' = '%s', which another row gives up in the same statement. The table is as it was. Use two statements: first give the rows keys that no row has, then those that they shall have; or DELETE the rows, then INSERT them."
            .formatted(statement, uri, column, key));
  }

  /**
   * @param statement such as "update"
   */
  public static LanceDbException changedSinceRead(String uri, String statement, String reason) {
    return new LanceDbException(
        "Cannot %s table '%s': rows have changed since the statement read them (%s). The table is as the other writer left it. Run the statement again."
            .formatted(statement, uri, reason));
  }

  public static LanceDbException conflict(String uri, int attempts, String reason) {
    return new LanceDbException(
        "Cannot commit to table '%s': after %d attempts another writer was still in the way (%s). Nothing of this commit is in the table. Run the write again."
            .formatted(uri, attempts, reason));
  }

  public static LanceDbException droppedMeanwhile(String uri) {
    return new LanceDbException(
        "Cannot commit to table '%s': another writer dropped it meanwhile, and with it the files of this write. The table that has its place is as it was. Run the write again."
            .formatted(uri));
  }

  public static OutcomeUnknownException outcomeUnknown(String uri, String reason, Throwable cause) {
    return new OutcomeUnknownException(
        "Cannot tell whether the commit to table '%s' happened: %s. No file was removed. Look at the table; rows with a primary key can be written again safely."
            .formatted(uri, reason),
        cause);
  }

  /** The commit happened, and something that was to follow did not. */
  public static OutcomeUnknownException concurrentInsertsRemain(
      String uri, long version, Throwable cause) {
    return new OutcomeUnknownException(
        "Cannot remove the rows that another writer inserted into table '%s' while version %d was committed: %s. The version is there, and keys may be there twice. Write the same rows again."
            .formatted(uri, version, cause.getMessage()),
        cause);
  }

  public static LanceDbException schemaChanged(String uri, String column) {
    return new LanceDbException(
        "Cannot commit to table '%s': another writer changed or dropped column '%s' meanwhile. Nothing of this commit is in the table. Run the write again."
            .formatted(uri, column));
  }

  public static LanceDbException columnAdded(String uri, String column) {
    return new LanceDbException(
        "Cannot commit to table '%s': another writer added column '%s' meanwhile, and the new rows would have it as a null struct with lists or maps below, which Lance may read back wrong. Nothing of this commit is in the table. Run the write again."
            .formatted(uri, column));
  }
}
