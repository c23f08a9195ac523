package io.sparklancedb.error;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/** What cannot be searched, ranked or compared. */
public final class SearchErrors {
  private SearchErrors() {}

  /**
   * Of the class that Spark expects when a function refuses its arguments; it adds the full stop.
   */
  public static UnsupportedOperationException notTwoVectors(String function, StructType arguments) {
    String types =
        Arrays.stream(arguments.fields())
            .map(argument -> argument.dataType().simpleString())
            .collect(Collectors.joining(", "));
    return new UnsupportedOperationException(
        "Cannot call %1$s(%2$s): it takes two vectors, such as %1$s(embedding, array(0.1, 0.2))"
            .formatted(function, types));
  }

  public static LanceDbException vectorLengths(String function, int left, int right) {
    return new LanceDbException(
        "Cannot compute %s: the first vector has %d values, and the second %d. Compare vectors of one length."
            .formatted(function, left, right));
  }

  /**
   * @param first an option, or an option and its value as {@code name' = 'value}
   */
  public static LanceDbException contradiction(String first, String second) {
    return new LanceDbException(
        "Cannot read with option '%s' and option '%s': they contradict each other. Leave one of them out."
            .formatted(first, second));
  }

  public static LanceDbException zeroVectorByCosine() {
    return new LanceDbException(
        "Cannot search with 'distance_type' = 'cosine' for a 'query_vector' of zeros: it has no direction. Use another vector, or 'l2'.");
  }

  public static LanceDbException noProbesBetween(int fewest, int most) {
    return new LanceDbException(
        "Cannot search with 'minimum_nprobes' = '%d' and 'maximum_nprobes' = '%d': the least is more than the most. Swap them, or set 'nprobes' alone."
            .formatted(fewest, most));
  }

  public static LanceDbException fewerCandidates(int candidates, int limit) {
    return new LanceDbException(
        "Cannot search with 'candidates' = '%d' and 'limit' = '%d': each list has to be as long as the answer. Set 'candidates' to at least %d, or leave it out."
            .formatted(candidates, limit, limit));
  }

  public static LanceDbException noVectorColumn(String uri) {
    return new LanceDbException(
        "Cannot search table '%s' by vector: none of its columns holds vectors. Write one as an array of floats of one length, or set 'vector_column' to the path of a field in structs."
            .formatted(uri));
  }

  public static LanceDbException severalVectorColumns(String uri, List<String> columns) {
    return new LanceDbException(
        "Cannot search table '%s' by vector: several of its columns hold vectors. Set 'vector_column' to one of '%s'."
            .formatted(uri, String.join("', '", columns)));
  }

  public static LanceDbException ownColumn(String uri, String column) {
    return new LanceDbException(
        "Cannot search table '%s': it has a column '%s' of its own, beside which a search can return none. Rename the column."
            .formatted(uri, column));
  }

  /**
   * @param reason Spark's
   */
  public static LanceDbException badCondition(
      String uri, String condition, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot search table '%s' with 'where' = '%s': %s Write a condition of Spark's SQL on columns of the table."
            .formatted(uri, condition, reason.endsWith(".") ? reason : reason + "."),
        cause);
  }

  public static LanceDbException untranslatable(String uri, String condition, String reason) {
    return new LanceDbException(
        "Cannot search table '%s' with 'where' = '%s': %s. Compare columns with values, or write what it computes into a column of the table."
            .formatted(uri, condition, reason));
  }

  public static LanceDbException noTextIndex(String uri) {
    return new LanceDbException(
        "Cannot search the texts of table '%s': none of its columns has an index of words. Write with the option 'index.<column>' = 'fts', or make one by a LanceDB client."
            .formatted(uri));
  }

  public static LanceDbException noTextIndex(String uri, String column) {
    return new LanceDbException(
        "Cannot search the texts of table '%s': column '%s' has no index of words. Write with the option 'index.%s' = 'fts', or make one by a LanceDB client."
            .formatted(uri, column, column));
  }

  public static LanceDbException textsOfMovedRows(String uri) {
    return new LanceDbException(
        "Cannot search the texts of table '%s': a compaction has left it for later to tell the indexes where the rows are now, and lance-core 7.0.0 ends the process then. Remap the indexes by the client that compacted the table, or overwrite the table."
            .formatted(uri));
  }

  public static LanceDbException textsOfStableRows(String uri) {
    return new LanceDbException(
        "Cannot search the texts of table '%s': it has stable row ids, with which lance-core 7.0.0 loses words of rows that were updated. Copy the rows to a table that the connector makes."
            .formatted(uri));
  }

  /**
   * @param option or an option and its value as {@code name' = 'value}
   */
  public static LanceDbException textsNotIndexed(
      String uri, String option, String index, long rows) {
    return new LanceDbException(
        "Cannot search the texts of table '%s' with '%s': index '%s' lacks %d rows, in which lance-core 7.0.0 looks for single words only. Bring the index up to date by optimize() of a LanceDB client, or leave the option out."
            .formatted(uri, option, index, rows));
  }

  public static LanceDbException ofOneTextColumn(String uri, String option, List<String> columns) {
    return new LanceDbException(
        "Cannot search the texts of table '%s' with '%s' in several columns: lance-core 7.0.0 takes it for one. Set 'text_columns' to one of '%s'."
            .formatted(uri, option, String.join("', '", columns)));
  }

  public static LanceDbException phraseWithoutPositions(String uri, String column) {
    return new LanceDbException(
        "Cannot search the texts of table '%s' for a phrase: the index of column '%s' does not know where words stand. Make it by a write with the option 'index.%s' = 'fts(with_position=true)', or leave 'phrase' out."
            .formatted(uri, column, column));
  }
}
