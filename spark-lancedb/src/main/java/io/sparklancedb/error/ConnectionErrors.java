package io.sparklancedb.error;

import java.time.Duration;

/** What is wrong with a connection or a query on it. */
public final class ConnectionErrors {
  private ConnectionErrors() {}

  public static LanceDbException negativeInterval(Duration interval) {
    return new LanceDbException(
        "Cannot connect with a read consistency interval of %s: it is negative. Use zero to look for new versions at every read."
            .formatted(interval));
  }

  public static LanceDbException notPositive(int limit) {
    return new LanceDbException(
        "Cannot query for %d rows: expected at least 1. Choose how many rows you want."
            .formatted(limit));
  }

  public static LanceDbException tooManyNearest(int limit, int most) {
    return new LanceDbException(
        "Cannot query for the %d nearest rows: expected at most %d. Choose a smaller limit(...)."
            .formatted(limit, most));
  }

  /**
   * @param name of the method that was given the value
   */
  public static LanceDbException outOfRange(String name, int value, int least, int most) {
    return new LanceDbException(
        "Cannot query with %s(%d): expected a whole number from %d to %d. Leave it out for the default."
            .formatted(name, value, least, most));
  }

  public static LanceDbException withoutVector(String uri) {
    return new LanceDbException(
        "Cannot query table '%s' with distanceRange, distanceType or a setting of an index alone: they are of a search by vector. Add nearestTo(...), or leave them out."
            .formatted(uri));
  }

  public static LanceDbException withoutText(String uri) {
    return new LanceDbException(
        "Cannot query table '%s' with allWords, fuzziness or phrase alone: they are of a search of texts. Add fullTextSearch(...), or leave them out."
            .formatted(uri));
  }

  public static LanceDbException unknownMetric(String metric) {
    return new LanceDbException(
        "Cannot query with distanceType('%s'): expected 'l2', 'cosine' or 'dot'. Leave it out for that of the column's index."
            .formatted(metric));
  }

  public static LanceDbException phraseOfWords() {
    return new LanceDbException(
        "Cannot query for a phrase with allWords or fuzziness: a phrase has all words as they are. Leave them out, or phrase.");
  }

  public static LanceDbException noDistanceBetween(float lowest, float below) {
    return new LanceDbException(
        "Cannot query for distances from %s to less than %s: there are none. Give the lower bound first, and use infinity for none."
            .formatted(lowest, below));
  }

  public static LanceDbException notFinite(String column, float value) {
    return new LanceDbException(
        "Cannot query for the rows nearest to a vector with the value %s: nothing is near to it in column '%s'. Use finite values."
            .formatted(value, column));
  }

  public static LanceDbException zeroByCosine(String uri, String column) {
    return new LanceDbException(
        "Cannot query table '%s': the index of column '%s' ranks by cosine, and a vector of zeros has no direction. Use another vector."
            .formatted(uri, column));
  }

  public static LanceDbException tooFar(String uri, int ranked, float lowest) {
    return new LanceDbException(
        "Cannot query table '%s': its %d nearest rows have not as many at the distance %s or more as are wanted. Choose a lower bound that is less, or leave out the near rows with where(...)."
            .formatted(uri, ranked, lowest));
  }

  public static LanceDbException unreadableCondition(String uri) {
    return new LanceDbException(
        "Cannot query table '%s': the condition has a character beyond the Basic Multilingual Plane, such as an emoji, which lance-core 7.0.0 does not read. Leave it out, and filter the rows that come back."
            .formatted(uri));
  }

  public static LanceDbException unreliableInCondition(String uri, String name) {
    return new LanceDbException(
        "Cannot query table '%s': the condition names '%s', which lance-core 7.0.0 does not compute rightly in every table. Use '_rowid', or columns of the table."
            .formatted(uri, name));
  }

  public static LanceDbException rankedInCondition(String uri, String name) {
    return new LanceDbException(
        "Cannot query table '%s': the condition names '%s', which no row has before it is ranked. Leave it out, and bound the distance with distanceRange(...)."
            .formatted(uri, name));
  }

  public static LanceDbException unreliableColumn(String uri, String name) {
    return new LanceDbException(
        "Cannot query table '%s': lance-core 7.0.0 knows '%s' only of tables with stable row ids. Leave it out of select(...)."
            .formatted(uri, name));
  }

  /**
   * @param folder where it is unpacked
   */
  public static LanceDbException noLibrary(String folder, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot load Lance's native library from the folder '%s': %s. Choose a folder with 200 MB of room that may hold programs: set -Djava.io.tmpdir=<folder> in 'spark.driver.extraJavaOptions' and 'spark.executor.extraJavaOptions'."
            .formatted(folder, reason),
        cause);
  }

  /**
   * @param platform such as {@code Linux amd64}
   */
  public static LanceDbException noLibraryForPlatform(
      String platform, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot load Lance's native library on %s: %s. Use Linux with glibc 2.28 or newer on x86-64 or aarch64, or macOS on Apple silicon."
            .formatted(platform, reason),
        cause);
  }

  /**
   * @param reason what Lance said, without secrets
   */
  public static LanceDbException badQuery(String uri, String reason, Throwable cause) {
    return new LanceDbException(
        "Cannot query table '%s': %s. Check the columns, the filter and the vector."
            .formatted(uri, reason),
        cause);
  }
}
