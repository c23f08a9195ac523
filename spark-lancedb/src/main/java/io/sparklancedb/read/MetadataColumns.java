package io.sparklancedb.read;

import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.layout.LanceLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The metadata columns, which every table has in addition to its own columns. */
public enum MetadataColumns {
  ROW_ID(LanceLayout.ROW_ID, DataTypes.LongType, "Lance's row id"),
  ROW_ADDRESS(
      LanceLayout.ROW_ADDRESS, DataTypes.LongType, "fragment id << 32 | position in the fragment"),
  FRAGMENT("_fragment", DataTypes.IntegerType, "the fragment that holds the row");

  private final String column;
  private final DataType type;
  private final String comment;

  MetadataColumns(String column, DataType type, String comment) {
    this.column = column;
    this.type = type;
    this.comment = comment;
  }

  static Optional<MetadataColumns> named(String wanted) {
    return Arrays.stream(values()).filter(m -> m.column.equals(wanted)).findFirst();
  }

  /** All of them, as Spark asks for them. */
  public static MetadataColumn[] columns() {
    return Arrays.stream(values()).map(MetadataColumns::column).toArray(MetadataColumn[]::new);
  }

  /**
   * The table's columns and those metadata columns that a filter of Lance may name. A fragment's id
   * is none of them. Neither is the address where row ids are stable: lance-core 7.0.0 takes it for
   * an id.
   */
  public static Schema appendedTo(TableSnapshot table) {
    List<Field> fields = new ArrayList<>(table.schema().getFields());
    ArrowType number = new ArrowType.Int(Long.SIZE, true);
    fields.add(Field.notNullable(ROW_ID.column, number));
    if (table.rowIds() == TableSnapshot.RowIds.ADDRESSES) {
      fields.add(Field.notNullable(ROW_ADDRESS.column, number));
    }
    return new Schema(fields);
  }

  private MetadataColumn column() {
    return new MetadataColumn() {
      @Override
      public String name() {
        return column;
      }

      @Override
      public DataType dataType() {
        return type;
      }

      @Override
      public boolean isNullable() {
        return false;
      }

      @Override
      public String comment() {
        return comment;
      }
    };
  }
}
