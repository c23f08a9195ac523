package io.sparklancedb.error;

import java.util.Arrays;
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
}
