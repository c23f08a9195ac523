package io.sparklancedb.table;

import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.types.ArrowToSpark;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a table had when it was loaded. Plans are made for them; a newer version is read
 * as long as it has them.
 *
 * @param declared the same with the lengths of strings, which Spark itself looks after
 */
record LoadedColumns(StructType columns, StructType declared) {
  static LoadedColumns of(TableSnapshot table) {
    return new LoadedColumns(
        ArrowToSpark.toSpark(table.schema()), ArrowToSpark.declared(table.schema()));
  }

  /** Refuses a version that lacks one of them, or has it in another type. */
  void requireIn(TableSnapshot newest) {
    StructType there = ArrowToSpark.toSpark(newest.schema());
    List<String> names = Arrays.asList(there.fieldNames());
    for (StructField column : columns.fields()) {
      int ordinal = names.indexOf(column.name());
      if (ordinal < 0) {
        throw TableErrors.columnGone(uri(newest), version(newest), column.name());
      }
      StructField now = there.fields()[ordinal];
      if (!holds(column, now)) {
        throw TableErrors.columnChanged(
            uri(newest), version(newest), column.name(), text(now), text(column));
      }
    }
  }

  /** Whether all values of one fit the other: none is null where the plan knows of no nulls. */
  private static boolean holds(StructField loaded, StructField now) {
    return loaded.name().equals(now.name())
        && (loaded.nullable() || !now.nullable())
        && holds(loaded.dataType(), now.dataType());
  }

  private static boolean holds(DataType loaded, DataType now) {
    if (loaded instanceof StructType fields && now instanceof StructType others) {
      boolean same = fields.size() == others.size();
      for (int i = 0; same && i < fields.size(); i++) {
        same = holds(fields.fields()[i], others.fields()[i]);
      }
      return same;
    }
    if (loaded instanceof ArrayType list && now instanceof ArrayType other) {
      return (list.containsNull() || !other.containsNull())
          && holds(list.elementType(), other.elementType());
    }
    if (loaded instanceof MapType map && now instanceof MapType other) {
      return (map.valueContainsNull() || !other.valueContainsNull())
          && holds(map.keyType(), other.keyType())
          && holds(map.valueType(), other.valueType());
    }
    return loaded.equals(now);
  }

  private static String text(StructField column) {
    return column.dataType().sql() + (column.nullable() ? "" : " NOT NULL");
  }

  private static String uri(TableSnapshot table) {
    return table.reference().address().uri();
  }

  private static long version(TableSnapshot table) {
    return table.reference().version();
  }
}
