package io.sparklancedb.error;

import java.time.Instant;

/** What is wrong with a table as a whole, or with reaching it. */
public final class TableErrors {
  private TableErrors() {}

  public static LanceDbException noStreamSource() {
    return new LanceDbException(
        "Cannot read a stream with format 'lancedb': there is no streaming source. Read the table with spark.read.");
  }

  public static LanceDbException notFound(String uri) {
    return new LanceDbException(
        "Cannot read table '%s': there is none. Check 'db_uri' and 'table_name', or write it first."
            .formatted(uri));
  }

  public static LanceDbException noSuchVersion(String uri, long version, long latest) {
    return new LanceDbException(
        "Cannot read version %d of table '%s': it does not exist or was cleaned up; the latest is %d. Choose another version."
            .formatted(version, uri, latest));
  }

  public static LanceDbException indexNameTaken(String name, String column) {
    return new LanceDbException(
        "Cannot make the index '%s': one that another client has made has the name. Drop that by its client, or write with 'index.%s' = 'none'."
            .formatted(name, column));
  }

  public static LanceDbException versionGone(String uri, long version) {
    return new LanceDbException(
        "Cannot read version %d of table '%s': it is gone; it was cleaned up, or the table was dropped. Load the table again."
            .formatted(version, uri));
  }

  public static LanceDbException noSuchTag(String uri, String tag) {
    return new LanceDbException(
        "Cannot use tag '%s' of table '%s': there is no such tag. Choose another tag or a version."
            .formatted(tag, uri));
  }

  public static LanceDbException nothingAt(String uri, Instant time, Instant first) {
    return new LanceDbException(
        "Cannot read table '%s' as of %s: its first version is of %s. Choose a later time."
            .formatted(uri, time, first));
  }

  /**
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException unreachable(String uri, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot reach table '%s': %s. Check the address, the permissions and the 'storage_options'."
            .formatted(uri, reason),
        cause);
  }

  /**
   * The files are there, and Lance makes nothing of them.
   *
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException unreadable(String uri, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot read table '%s': %s. A file of this version is damaged or missing, or lance-core fails on it. Restore the file, or read an older version with the option 'version'."
            .formatted(uri, reason),
        cause);
  }

  /**
   * @param manifest a file's name
   */
  public static LanceDbException truncated(String uri, String manifest) {
    return new LanceDbException(
        "Cannot read table '%s': the file '_versions/%s', which describes its newest version, is cut short. Restore the file, read an older version with the option 'version', or remove the file to go back to the version before."
            .formatted(uri, manifest));
  }

  public static LanceDbException ownSchema(String uri, String asked, String actual) {
    return new LanceDbException(
        "Cannot read table '%s' with the schema %s: its own is %s. Leave schema(...) out and select or cast columns afterwards."
            .formatted(uri, asked, actual));
  }

  public static LanceDbException columnGone(String uri, long version, String column) {
    return new LanceDbException(
        "Cannot read table '%s': its version %d has no column '%s', which was there when the table was loaded. Load the table again."
            .formatted(uri, version, column));
  }

  /**
   * @param now its type in the version, as SQL says it
   * @param loaded its type when the table was loaded
   */
  public static LanceDbException columnChanged(
      String uri, long version, String column, String now, String loaded) {
    return new LanceDbException(
        "Cannot read table '%s': in its version %d column '%s' is %s, and it was %s when the table was loaded. Load the table again."
            .formatted(uri, version, column, now, loaded));
  }

  public static LanceDbException noRemoval(String uri) {
    return new LanceDbException(
        "Cannot remove uncommitted files of table '%s': lance-core has no way to remove single files from an object store. They are invisible; Lance's own cleanup of versions removes them when they are older than seven days."
            .formatted(uri));
  }

  /** The table's schema holds what only a write with a transaction id writes there. */
  public static LanceDbException unknownWrite(String uri, String key, String value) {
    return new LanceDbException(
        "Cannot tell which write of its 'txn_app_id' table '%s' holds: its schema says '%s' = '%s', which is no version. Write with another 'txn_app_id'."
            .formatted(uri, key, value));
  }

  public static LanceDbException partitioned() {
    return new LanceDbException(
        "Cannot write with partitionBy: a LanceDB table has no partitions. Leave it out; an index on the column serves the same purpose.");
  }

  /**
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException noListing(String database, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot list the tables of database '%s': %s. Check the address, the permissions and the 'storage_options'."
            .formatted(database, reason),
        cause);
  }

  public static LanceDbException noRename(String uri) {
    return new LanceDbException(
        "Cannot rename table '%s': an object store cannot rename a folder in one step. Create the new table from a query of the old one."
            .formatted(uri));
  }

  /**
   * @param reason what the file system said
   */
  public static LanceDbException notRenamed(
      String uri, String name, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot rename table '%s' to '%s': %s. The table is as it was. Mend that, or choose another name."
            .formatted(uri, name, reason),
        cause);
  }
}
