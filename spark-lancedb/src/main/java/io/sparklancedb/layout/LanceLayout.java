package io.sparklancedb.layout;

import java.nio.file.Path;

/** What Lance calls the folders, files and columns of a table. */
public final class LanceLayout {
  public static final String ROW_ID = "_rowid";

  /** {@code fragment id << 32 | position in the fragment}. */
  public static final String ROW_ADDRESS = "_rowaddr";

  public static final String ROW_OFFSET = "_rowoffset";
  public static final String ROW_CREATED_AT_VERSION = "_row_created_at_version";
  public static final String ROW_LAST_UPDATED_AT_VERSION = "_row_last_updated_at_version";

  /** What a search by vector adds to a row. */
  public static final String DISTANCE = "_distance";

  /** What a search of texts adds to a row. */
  public static final String SCORE = "_score";

  /** What a search by vector and texts adds to a row. */
  public static final String RELEVANCE = "_relevance_score";

  /** The index that says where a compaction has moved rows; it waits for the other indexes. */
  public static final String MOVED_ROWS_INDEX = "__lance_frag_reuse";

  static final String MANIFEST_SUFFIX = ".manifest";
  private static final String DATA = "data";

  private LanceLayout() {}

  /**
   * The folder of the data files.
   *
   * @param table its folder
   */
  public static Path dataFolder(Path table) {
    return table.resolve(DATA);
  }

  /**
   * The address of a data file.
   *
   * @param table its address
   * @param file as the version names it
   */
  public static String dataFile(String table, String file) {
    return table + "/" + DATA + "/" + file;
  }

  /** The folder of the manifests; each describes one version. */
  public static Path versionsFolder(Path table) {
    return table.resolve("_versions");
  }

  /** The name of a version's manifest, as Lance's messages say it. */
  public static String manifest(long version) {
    return version + MANIFEST_SUFFIX;
  }

  public static Path transactionsFolder(Path table) {
    return table.resolve("_transactions");
  }

  /**
   * The name of a transaction's file.
   *
   * @param readVersion the version that it is based on; 0 for a new table
   */
  public static String transaction(long readVersion, String uuid) {
    return transactionsOf(readVersion) + uuid + ".txn";
  }

  /** What the files of all transactions on a version begin with. */
  public static String transactionsOf(long readVersion) {
    return readVersion + "-";
  }

  public static Path deletionsFolder(Path table) {
    return table.resolve("_deletions");
  }

  /** The address of a file of an index. */
  static String indexFile(String table, String index, String file) {
    return table + "/_indices/" + index + "/" + file;
  }
}
