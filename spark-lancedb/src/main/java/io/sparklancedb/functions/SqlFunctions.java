package io.sparklancedb.functions;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;

/** The functions of every catalog. They stand in a namespace that has no tables. */
public final class SqlFunctions {
  private static final String[] NAMESPACE = {"system"};

  private SqlFunctions() {}

  public static boolean isNamespace(String[] namespace) {
    return Arrays.equals(namespace, NAMESPACE);
  }

  public static Identifier[] all() {
    return Stream.of(Metric.values())
        .map(metric -> Identifier.of(NAMESPACE.clone(), metric.function()))
        .toArray(Identifier[]::new);
  }

  /**
   * @param function its name in any case, as those of Spark's own functions
   */
  public static UnboundFunction load(Identifier function) throws NoSuchFunctionException {
    if (isNamespace(function.namespace())) {
      for (Metric metric : Metric.values()) {
        if (metric.function().equalsIgnoreCase(function.name())) {
          return new DistanceFunction(metric);
        }
      }
    }
    throw new NoSuchFunctionException(function);
  }
}
