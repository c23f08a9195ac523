package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A column of the table that filters are tried on, in Spark's SQL.
 *
 * @param name quoted
 * @param values those that rows have, beside null
 * @param strangers others to compare with
 */
public record FilterColumn(String name, String type, List<String> values, List<String> strangers) {
  private static final List<String> TEXTS =
      List.of(
          "''",
          "'a'",
          "'ab'",
          "'abc'",
          "'A'",
          "'it\\'s'",
          "'a\"b\\\\c'",
          "'100%'",
          "'x_y'",
          "'a\\u0000b'",
          "'\\uD83D\\uDE00x'",
          "'x\\uD83D\\uDE00'",
          "'\\uFFFF'",
          "'\\n'",
          "'\\'; DROP TABLE docs; --'",
          "'\\' OR 1=1 --'");

  /** Every type that can be compared, under names that need care. */
  public static List<FilterColumn> all() {
    return Stream.of(numbers(), texts(), times(), fields()).flatMap(List::stream).toList();
  }

  private static List<FilterColumn> numbers() {
    return List.of(
        column("`a bool`", "boolean", List.of("true", "false")),
        column("`select`", "tinyint", List.of("-128", "0", "1", "127")),
        column("`Upper`", "smallint", List.of("-32768", "0", "1", "32767")),
        column("`it's`", "int", List.of("-2147483648", "0", "1", "7", "2147483647")),
        column("`dou\"ble`", "bigint", List.of("-9223372036854775808L", "0", "9007199254740993")),
        column("`größe`", "float", floating("'1.4e-45'")),
        column("`d;--`", "double", floating("'4.9e-324'")),
        column("`日本`", "decimal(20,4)", List.of("0", "-1.5", "1.5", "'9999999999999999.9999'")));
  }

  private static List<String> floating(String smallest) {
    return List.of("'NaN'", "'-0.0'", "0.0", "'Infinity'", "'-Infinity'", "1.5", "-1.5", smallest);
  }

  private static List<FilterColumn> texts() {
    return List.of(
        new FilterColumn("`te xt`", "string", TEXTS, List.of("'b'", "'%'", "'\\\\'")),
        column("`bin%`", "binary", List.of("X''", "X'00'", "X'00FF'", "X'27'")));
  }

  private static List<FilterColumn> times() {
    List<String> times =
        List.of("'0001-01-01 00:00:00'", "'1969-12-31 23:59:59.999999'", "'2024-03-10 02:30:00'");
    return List.of(
        column("`date`", "date", List.of("'0001-01-01'", "'1969-12-31'", "'9999-12-31'")),
        column("`timestamp`", "timestamp", times),
        column("`local`", "timestamp_ntz", times),
        column(
            "`interval`",
            "interval day to second",
            List.of(
                "interval '1 02:03:04.000005' day to second",
                "interval '-1 00:00:00' day to second")));
  }

  private static List<FilterColumn> fields() {
    return List.of(
        column("`point`.`x`", "int", List.of("-1", "0", "1")),
        column("`point`.`in ner`", "string", TEXTS),
        column("`point`.`deep`.`Z`", "boolean", List.of("true", "false")),
        column("`point`.`deep`.`order`", "double", floating("'4.9e-324'")));
  }

  private static FilterColumn column(String name, String type, List<String> values) {
    return new FilterColumn(name, type, values, List.of());
  }

  /** The value of row {@code id}: one of them or, as often as each, null. */
  String valueOfRow() {
    List<String> casts = values.stream().map(this::literal).toList();
    return "get(array(%s), cast(pmod(hash(id, '%s'), %d) as int))"
        .formatted(String.join(", ", casts), name.replace("'", ""), values.size() + 1);
  }

  /** One of the table's own values or a stranger, of the column's type. */
  List<String> literals() {
    List<String> all = new ArrayList<>(values);
    all.addAll(strangers);
    return all.stream().map(this::literal).toList();
  }

  boolean isText() {
    return type.equals("string");
  }

  boolean isBoolean() {
    return type.equals("boolean");
  }

  private String literal(String value) {
    return "cast(" + value + " as " + type + ")";
  }
}
