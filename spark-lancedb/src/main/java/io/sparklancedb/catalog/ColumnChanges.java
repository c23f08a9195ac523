package io.sparklancedb.catalog;

import io.sparklancedb.commit.Alterations;
import io.sparklancedb.config.Options;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.AlterationStep;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.index.DeclaredIndexes;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.Comment;
import io.sparklancedb.types.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.lance.schema.ColumnAlteration;

/** An {@code ALTER TABLE}: changes of a kind are one version of the table. */
final class ColumnChanges {
  private final String name;
  private final TableSnapshot table;
  private final AddedColumns added;
  private final DroppedColumns dropped;
  private final List<ColumnAlteration> altered = new ArrayList<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final Map<String, String> comments = new HashMap<>();
  private final Map<String, String> set = new HashMap<>();
  private final Set<String> unset = new HashSet<>();

  private ColumnChanges(String name, String fullName, TableSnapshot table) {
    this.name = name;
    this.table = table;
    this.added = new AddedColumns(name, fullName, table);
    this.dropped = new DroppedColumns(name, table);
  }

  /**
   * Refuses what cannot be done before anything is.
   *
   * @param fullName with catalog and namespace, for statements that messages advise
   */
  static void apply(String name, String fullName, TableSnapshot table, TableChange... changes) {
    ColumnChanges all = new ColumnChanges(name, fullName, table);
    for (TableChange change : changes) {
      all.add(change);
    }
    all.run();
  }

  private void run() {
    TableAddress address = table.reference().address();
    dropped.requireStructsToldOf();
    added.requireStorable();
    if (changesProperties()) {
      requireUsableProperties();
    }
    moveProperties();
    steps(address).run();
    if (changesProperties()) {
      Optional<String> key = table.primaryKey().stream().findFirst();
      DeclaredIndexes.buildMissing(address, key, JobRunner.onCluster());
    }
  }

  private AlterationSteps steps(TableAddress address) {
    AlterationSteps steps = new AlterationSteps(name);
    steps.add(AlterationStep.DROP, texts(dropped.paths()), dropped::run);
    steps.add(
        AlterationStep.CHANGE,
        altered.stream().map(ColumnAlteration::getPath).toList(),
        () -> Alterations.alterColumns(address, altered));
    steps.add(AlterationStep.ADDITION, texts(added.paths()), added::run);
    steps.add(
        AlterationStep.COMMENTS,
        comments.keySet(),
        () -> Alterations.changeFieldMetadata(address, Comment.KEY, comments));
    Set<String> properties = new TreeSet<>(set.keySet());
    properties.addAll(unset);
    steps.add(
        AlterationStep.PROPERTIES,
        properties,
        () -> Alterations.changeProperties(address, set, unset));
    return steps;
  }

  private static List<String> texts(Collection<FieldPath> paths) {
    return paths.stream().map(FieldPath::text).toList();
  }

  private boolean changesProperties() {
    return !set.isEmpty() || !unset.isEmpty();
  }

  /** Indexes that are declared, and what tells which row is later, follow their columns. */
  private void moveProperties() {
    Map<String, String> names = new HashMap<>(renamed);
    dropped.paths().forEach(path -> names.put(path.text(), ""));
    if (names.isEmpty()) {
      return;
    }
    Map<String, String> properties = TableLoader.properties(table.reference());
    names.forEach(
        (column, newName) -> {
          String index = properties.get(Options.INDEX + column);
          if (index != null) {
            unset.add(Options.INDEX + column);
            if (!newName.isEmpty()) {
              set.put(Options.INDEX + newName, index);
            }
          }
          moveSequence(properties, column, newName);
        });
  }

  private void moveSequence(Map<String, String> properties, String column, String newName) {
    properties.forEach(
        (property, value) -> {
          if (property.equalsIgnoreCase(Options.SEQUENCE_COLUMN)
              && value.equalsIgnoreCase(column)) {
            if (newName.isEmpty()) {
              throw CatalogErrors.sequenceIsInUse(name, column);
            }
            set.put(property, newName);
          }
        });
  }

  private void requireUsableProperties() {
    Map<String, String> properties = new HashMap<>(TableLoader.properties(table.reference()));
    TableDefinition.requireNoSlip(name, ArrowToSpark.toSpark(table.schema()), set.keySet());
    properties.keySet().removeAll(unset);
    properties.putAll(set);
    TableDefinition.requireUsable(
        ArrowToSpark.toSpark(table.schema()), table.primaryKey(), properties);
    TableDefinition.vectors(set);
  }

  private void add(TableChange change) {
    if (change instanceof TableChange.SetProperty property) {
      set.put(own(property.property()), property.value());
    } else if (change instanceof TableChange.RemoveProperty property) {
      unset.add(own(property.property()));
    } else if (change instanceof TableChange.AddColumn column) {
      added.add(path(column.fieldNames()), column);
    } else if (change instanceof TableChange.DeleteColumn column) {
      dropped.add(notKey(column.fieldNames(), "drop"));
    } else if (change instanceof TableChange.RenameColumn column) {
      FieldPath path = notKey(column.fieldNames(), "rename");
      altered.add(new ColumnAlteration.Builder(inLance(path)).rename(column.newName()).build());
      renamed.put(path.text(), column.newName());
    } else if (change instanceof TableChange.UpdateColumnType column) {
      // Its alterColumns commits a version in which nothing has changed.
      throw CatalogErrors.typeIsFixed(
          name, String.join(".", column.fieldNames()), column.newDataType().sql());
    } else if (change instanceof TableChange.UpdateColumnNullability column) {
      String path = inLance(notKey(column.fieldNames(), "change the nullability of"));
      altered.add(new ColumnAlteration.Builder(path).nullable(column.nullable()).build());
    } else if (change instanceof TableChange.UpdateColumnComment column) {
      comments.put(inLance(path(column.fieldNames())), column.newComment());
    } else if (change instanceof TableChange.ColumnChange column) {
      throw refused("change the position or default of column '%s'", column.fieldNames());
    } else {
      throw CatalogErrors.notAlterable(
          name, "make the change " + change.getClass().getSimpleName());
    }
  }

  private FieldPath notKey(String[] names, String change) {
    FieldPath path = path(names);
    if (table.primaryKey().contains(names[0])) {
      throw CatalogErrors.keyIsFixed(name, names[0], change);
    }
    return path;
  }

  private FieldPath path(String... names) {
    FieldPath path = new FieldPath(List.of(names));
    if (path.isNested() && path.names().stream().anyMatch(n -> n.matches(".*[.`].*"))) {
      throw refused("alter the field '%s', whose name Lance cannot find,", names);
    }
    return path;
  }

  private String inLance(FieldPath path) {
    return path.inLance(table.schema());
  }

  /** The property by our own name; what says how a column is stored must come before the column. */
  private String own(String property) {
    String own = TableDefinition.ours(property);
    boolean isOfColumnToCome =
        own.startsWith(Options.VECTOR)
            && table.schema().getFields().stream()
                .noneMatch(column -> own.equals(Options.VECTOR + column.getName()));
    if (TableDefinition.saysHowItIsStored(own) && !isOfColumnToCome) {
      throw CatalogErrors.fixedProperty(name, property);
    }
    return own;
  }

  private RuntimeException refused(String change, String... path) {
    return CatalogErrors.notAlterable(name, change.formatted(String.join(".", path)));
  }
}
