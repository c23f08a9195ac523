package io.sparklancedb.read;

import io.sparklancedb.filter.ExpressionText;
import io.sparklancedb.types.LanceExtension;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;

/**
 * A column at the top of the table whose values Lance orders, compares and groups exactly as Spark
 * does, because both see the same values. Floating point is not among them: Lance tells -0.0 from
 * 0.0 and one NaN from another. Nor is what Spark reads in another form than is stored.
 *
 * @param position in the table's schema
 */
record TopLevelColumn(int position, Field field) {
  static Optional<TopLevelColumn> of(Expression expression, Schema table) {
    return position(expression, table)
        .map(position -> new TopLevelColumn(position, table.getFields().get(position)))
        .filter(column -> isPlain(column.field));
  }

  /** Why an expression is no such column. */
  static String refusal(Expression expression, Schema table) {
    String text = ExpressionText.of(expression);
    return position(expression, table).isEmpty()
        ? text + " is no column at the top of the table"
        : "Lance does not order and compare column '" + text + "' as Spark does";
  }

  /** The position of a column of whatever type. */
  static Optional<Integer> position(Expression expression, Schema table) {
    if (!(expression instanceof NamedReference reference) || reference.fieldNames().length != 1) {
      return Optional.empty();
    }
    for (int i = 0; i < table.getFields().size(); i++) {
      if (table.getFields().get(i).getName().equals(reference.fieldNames()[0])) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Bits of a signed integer; 0 for other types. */
  int integerBits() {
    return field.getType() instanceof ArrowType.Int integer ? integer.getBitWidth() : 0;
  }

  private static boolean isPlain(Field field) {
    ArrowType type = field.getType();
    if (field.getDictionary() != null || LanceExtension.of(field) != LanceExtension.NONE) {
      return false;
    }
    return switch (type.getTypeID()) {
      case Bool, Utf8, LargeUtf8, Binary, LargeBinary -> true;
      case Int -> ((ArrowType.Int) type).getIsSigned();
      case Date -> ((ArrowType.Date) type).getUnit() == DateUnit.DAY;
      case Timestamp -> ((ArrowType.Timestamp) type).getUnit() == TimeUnit.MICROSECOND;
      case Decimal -> ((ArrowType.Decimal) type).getBitWidth() == 128;
      default -> false;
    };
  }
}
