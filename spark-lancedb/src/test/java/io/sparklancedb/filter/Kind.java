package io.sparklancedb.filter;

import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.DataType;

/**
 * A kind of column in the test tables.
 *
 * @param stored values as a vector takes them
 * @param read what Spark has for a stored value, as its internal value
 * @param literals more internal values to compare with
 */
record Kind(
    Field field,
    DataType sparkType,
    List<?> stored,
    Function<Object, Object> read,
    List<?> literals) {

  String name() {
    return field.getName();
  }
}
