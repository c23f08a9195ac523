package io.sparklancedb.spark4;

import io.sparklancedb.client.TableHandle;
import io.sparklancedb.error.CatalogErrors;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.procedures.BoundProcedure;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What can be called on a table; each procedure's first parameter is the table's name. */
enum TableProcedure {
  RESTORE(
      "makes an older version the newest",
      (table, arguments) -> table.restore(arguments.getLong(1)),
      parameter("table", DataTypes.StringType),
      parameter("version", DataTypes.LongType)),
  TAG(
      "gives a version a name",
      (table, arguments) -> table.tag(arguments.getUTF8String(1).toString(), arguments.getLong(2)),
      parameter("table", DataTypes.StringType),
      parameter("tag", DataTypes.StringType),
      parameter("version", DataTypes.LongType)),
  UNTAG(
      "takes a name from its version",
      (table, arguments) -> table.untag(arguments.getUTF8String(1).toString()),
      parameter("table", DataTypes.StringType),
      parameter("tag", DataTypes.StringType));

  /** The tables of one catalog, by the names that procedures take. */
  interface CatalogTables {
    TableHandle open(String table);
  }

  private interface Action {
    void on(TableHandle table, InternalRow arguments);
  }

  private final String description;
  private final Action action;
  private final List<ProcedureParameter> parameters;

  TableProcedure(String description, Action action, ProcedureParameter... parameters) {
    this.description = description;
    this.action = action;
    this.parameters = List.of(parameters);
  }

  private static ProcedureParameter parameter(String name, DataType type) {
    return ProcedureParameter.in(name, type).build();
  }

  /** The procedure for the tables of one catalog. */
  UnboundProcedure of(CatalogTables tables) {
    return new Callable(this, tables);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private record Callable(TableProcedure procedure, CatalogTables tables)
      implements UnboundProcedure, BoundProcedure {
    @Override
    public String name() {
      return procedure.toString();
    }

    @Override
    public String description() {
      return name() + ": " + procedure.description;
    }

    @Override
    public BoundProcedure bind(StructType arguments) {
      return this;
    }

    @Override
    public ProcedureParameter[] parameters() {
      return procedure.parameters.toArray(ProcedureParameter[]::new);
    }

    @Override
    public boolean isDeterministic() {
      return false;
    }

    @Override
    public Iterator<Scan> call(InternalRow arguments) {
      for (int i = 0; i < procedure.parameters.size(); i++) {
        if (arguments.isNullAt(i)) {
          throw CatalogErrors.nullProcedureArgument(name(), procedure.parameters.get(i).name());
        }
      }
      String table = arguments.getUTF8String(0).toString();
      procedure.action.on(tables.open(table), arguments);
      return Collections.emptyIterator();
    }
  }
}
