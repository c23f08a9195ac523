package io.sparklancedb.catalog;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.Alterations;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.types.Comment;
import io.sparklancedb.types.SparkToArrow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.lance.schema.ColumnAlteration;

/** An {@code ALTER TABLE}: changes of a kind are one version of the table. */
final class ColumnChanges {
  private final String name;
  private final TableSnapshot table;
  private final List<Field> added = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<ColumnAlteration> altered = new ArrayList<>();
  private final Map<String, String> comments = new HashMap<>();
  private final Map<String, String> set = new HashMap<>();
  private final Set<String> unset = new HashSet<>();

  private ColumnChanges(String name, TableSnapshot table) {
    this.name = name;
    this.table = table;
  }

  /** Refuses what cannot be done before anything is. */
  static void apply(String name, TableSnapshot table, TableChange... changes) {
    ColumnChanges all = new ColumnChanges(name, table);
    for (TableChange change : changes) {
      all.add(change);
    }
    all.run();
  }

  private void run() {
    TableAddress address = table.reference().address();
    boolean changesProperties = !set.isEmpty() || !unset.isEmpty();
    if (changesProperties) {
      requireUsableProperties();
    }
    if (!dropped.isEmpty()) {
      Alterations.dropColumns(address, dropped);
    }
    if (!altered.isEmpty()) {
      Alterations.alterColumns(address, altered);
    }
    if (!added.isEmpty()) {
      Alterations.addColumns(address, added);
    }
    if (!comments.isEmpty()) {
      Alterations.changeFieldMetadata(address, Comment.KEY, comments);
    }
    if (changesProperties) {
      Alterations.changeProperties(address, set, unset);
    }
  }

  private void requireUsableProperties() {
    Map<String, String> properties = new HashMap<>(Tables.properties(table.reference()));
    properties.keySet().removeAll(unset);
    properties.putAll(set);
    TableDefinition.requireUsable(properties);
  }

  private void add(TableChange change) {
    if (change instanceof TableChange.SetProperty property) {
      set.put(own(property.property()), property.value());
    } else if (change instanceof TableChange.RemoveProperty property) {
      unset.add(own(property.property()));
    } else if (change instanceof TableChange.AddColumn column) {
      addColumn(column);
    } else if (change instanceof TableChange.DeleteColumn column) {
      dropped.add(notKey(column.fieldNames(), "drop"));
    } else if (change instanceof TableChange.RenameColumn column) {
      String path = notKey(column.fieldNames(), "rename");
      altered.add(new ColumnAlteration.Builder(path).rename(column.newName()).build());
    } else if (change instanceof TableChange.UpdateColumnType column) {
      // Its alterColumns commits a version in which nothing has changed.
      throw refused("change the type of column '%s'", column.fieldNames());
    } else if (change instanceof TableChange.UpdateColumnNullability column) {
      String path = notKey(column.fieldNames(), "change the nullability of");
      altered.add(new ColumnAlteration.Builder(path).nullable(column.nullable()).build());
    } else if (change instanceof TableChange.UpdateColumnComment column) {
      comments.put(topLevel(column.fieldNames()), column.newComment());
    } else if (change instanceof TableChange.ColumnChange column) {
      throw refused("change the position or default of column '%s'", column.fieldNames());
    } else {
      throw CatalogErrors.notAlterable(
          name, "make the change " + change.getClass().getSimpleName());
    }
  }

  private void addColumn(TableChange.AddColumn column) {
    if (column.fieldNames().length > 1) {
      throw refused("add the field '%s' to a struct", column.fieldNames());
    }
    if (column.position() != null) {
      throw refused("add column '%s' at a position", column.fieldNames());
    }
    if (!column.isNullable() || column.defaultValue() != null) {
      throw refused("add column '%s' with NOT NULL or a default", column.fieldNames());
    }
    added.add(field(column));
  }

  /** With the same refusals as for a column of a new table. */
  private static Field field(TableChange.AddColumn added) {
    StructField field =
        new StructField(added.fieldNames()[0], added.dataType(), true, Metadata.empty());
    StructType column =
        new StructType(
            new StructField[] {
              added.comment() == null ? field : field.withComment(added.comment())
            });
    return SparkToArrow.toArrow(column, Map.of(), Optional.empty()).getFields().get(0);
  }

  private String notKey(String[] path, String change) {
    topLevel(path);
    if (table.primaryKey().contains(path[0])) {
      throw CatalogErrors.keyIsFixed(name, path[0], change);
    }
    return path[0];
  }

  private String topLevel(String[] path) {
    if (path.length > 1) {
      throw refused("alter the field '%s' of a struct", path);
    }
    return path[0];
  }

  private String own(String property) {
    if (TableDefinition.saysHowItIsStored(property)) {
      throw CatalogErrors.fixedProperty(name, property);
    }
    return property;
  }

  private RuntimeException refused(String change, String... path) {
    return CatalogErrors.notAlterable(name, change.formatted(String.join(".", path)));
  }
}
