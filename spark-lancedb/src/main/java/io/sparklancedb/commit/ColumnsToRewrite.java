package io.sparklancedb.commit;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.ColumnName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Which columns have to be rewritten when their structs get fields. Lance 7.0.0 reads a field that
 * a file lacks as null, with two exceptions: below a list or map it does not, and a null struct
 * becomes a struct of nulls.
 */
public final class ColumnsToRewrite {
  private final List<List<String>> structs = new ArrayList<>();
  private boolean insideList;

  private ColumnsToRewrite() {}

  /** The columns of the table for which that holds. */
  public static List<String> of(TableSnapshot table, ColumnAddition addition) {
    Schema grown = addition.schema();
    return addition.grown(table).stream()
        .filter(column -> mustRewrite(table, column, grown.findField(column)))
        .toList();
  }

  private static boolean mustRewrite(TableSnapshot table, String column, Field grown) {
    ColumnsToRewrite growing = new ColumnsToRewrite();
    growing.visit(List.of(column), table.schema().findField(column), grown);
    return growing.insideList || growing.anyNull(table);
  }

  private void visit(List<String> path, Field own, Field grown) {
    if (!(own.getType() instanceof ArrowType.Struct)) {
      insideList |= !own.getChildren().equals(grown.getChildren());
      return;
    }
    if (!own.getChildren().equals(grown.getChildren())) {
      structs.add(path);
    }
    for (int i = 0; i < own.getChildren().size(); i++) {
      Field child = own.getChildren().get(i);
      List<String> below = new ArrayList<>(path);
      below.add(child.getName());
      visit(below, child, grown.getChildren().get(i));
    }
  }

  private boolean anyNull(TableSnapshot table) {
    List<Optional<String>> quoted = structs.stream().map(ColumnName::quote).toList();
    if (quoted.stream().anyMatch(Optional::isEmpty)) {
      return true;
    }
    try (DatasetLease lease = TableLoader.lease(table.reference())) {
      return quoted.stream()
          .anyMatch(struct -> lease.dataset().countRows(struct.get() + " IS NULL") > 0);
    }
  }
}
