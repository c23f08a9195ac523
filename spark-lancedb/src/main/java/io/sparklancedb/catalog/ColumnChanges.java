package io.sparklancedb.catalog;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.Alterations;
import io.sparklancedb.dataset.KeptIndexes;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.filter.ColumnName;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.Comment;
import io.sparklancedb.types.FieldPath;
import io.sparklancedb.types.FileFormat;
import io.sparklancedb.types.SparkToArrow;
import io.sparklancedb.types.VectorType;
import io.sparklancedb.write.VectorColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.lance.FragmentMetadata;
import org.lance.schema.ColumnAlteration;

/** An {@code ALTER TABLE}: changes of a kind are one version of the table. */
final class ColumnChanges {
  private final String name;
  private final TableSnapshot table;
  private final Map<FieldPath, Field> added = new LinkedHashMap<>();
  private final List<FieldPath> dropped = new ArrayList<>();
  private final List<ColumnAlteration> altered = new ArrayList<>();
  private final Map<String, String> renamed = new HashMap<>();
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
    if (changesProperties()) {
      requireUsableProperties();
    }
    if (!dropped.isEmpty() || !renamed.isEmpty()) {
      moveIndexProperties();
    }
    if (!dropped.isEmpty()) {
      requireStructsToldOf();
      Alterations.dropColumns(address, this::withoutDropped);
    }
    if (!altered.isEmpty()) {
      Alterations.alterColumns(address, altered);
    }
    if (!added.isEmpty()) {
      requireStorable();
      if (!Alterations.addColumns(address, this::withAdded, nullStructs())) {
        throw CatalogErrors.fieldOfNullStruct(
            name, text(added.keySet().stream().filter(FieldPath::isNested).findFirst().get()));
      }
    }
    if (!comments.isEmpty()) {
      Alterations.changeFieldMetadata(address, Comment.KEY, comments);
    }
    if (changesProperties()) {
      Alterations.changeProperties(address, set, unset);
      KeptIndexes.ensure(address, table.primaryKey().stream().findFirst());
    }
  }

  private boolean changesProperties() {
    return !set.isEmpty() || !unset.isEmpty();
  }

  /** Indexes that are declared follow their columns. */
  private void moveIndexProperties() {
    Map<String, String> properties = Tables.properties(table.reference());
    Map<String, String> names = new HashMap<>(renamed);
    dropped.forEach(path -> names.put(text(path), ""));
    names.forEach(
        (column, newName) -> {
          String index = properties.get(IndexDeclaration.PREFIX + column);
          if (index != null) {
            unset.add(IndexDeclaration.PREFIX + column);
            if (!newName.isEmpty()) {
              set.put(IndexDeclaration.PREFIX + newName, index);
            }
          }
        });
  }

  private void requireUsableProperties() {
    Map<String, String> properties = new HashMap<>(Tables.properties(table.reference()));
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
      addColumn(column);
    } else if (change instanceof TableChange.DeleteColumn column) {
      dropped.add(notKey(column.fieldNames(), "drop"));
    } else if (change instanceof TableChange.RenameColumn column) {
      FieldPath path = notKey(column.fieldNames(), "rename");
      altered.add(new ColumnAlteration.Builder(inLance(path)).rename(column.newName()).build());
      renamed.put(text(path), column.newName());
    } else if (change instanceof TableChange.UpdateColumnType column) {
      // Its alterColumns commits a version in which nothing has changed.
      throw refused("change the type of column '%s'", column.fieldNames());
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

  private void addColumn(TableChange.AddColumn column) {
    FieldPath path = path(column.fieldNames());
    if (path.isInsideList(table.schema())) {
      throw refused("add the field '%s' inside a list or map", column.fieldNames());
    }
    if (column.position() != null) {
      throw CatalogErrors.columnAtPosition(name, text(path));
    }
    if (!column.isNullable() || column.defaultValue() != null) {
      throw CatalogErrors.columnWithValue(name, text(path));
    }
    added.put(path, field(path, column));
  }

  /** With the same refusals as for a column of a new table. */
  private Field field(FieldPath path, TableChange.AddColumn added) {
    StructField field = new StructField(path.name(), added.dataType(), true, Metadata.empty());
    StructType column =
        new StructType(
            new StructField[] {
              added.comment() == null ? field : field.withComment(added.comment())
            });
    return SparkToArrow.toArrow(
            column, path.isNested() ? Map.of() : vectors(column), Optional.empty())
        .getFields()
        .get(0);
  }

  /** Whether the new column is to hold vectors, which a property may say beforehand. */
  private Map<String, VectorType> vectors(StructType column) {
    Map<String, String> said = new HashMap<>(Tables.properties(table.reference()));
    said.keySet().retainAll(Set.of(TableDefinition.VECTOR + column.fieldNames()[0]));
    VectorColumns vectors =
        VectorColumns.of(column, TableDefinition.vectors(said), CaseSensitivity.SENSITIVE);
    if (!vectors.undimensioned().isEmpty()) {
      throw CatalogErrors.unknownDimensionOfAddition(name, column.fieldNames()[0]);
    }
    return vectors.dimensioned();
  }

  private Schema withoutDropped(Schema schema) {
    Schema rest = schema;
    for (FieldPath path : dropped) {
      rest = path.removedFrom(rest);
    }
    return rest;
  }

  private Schema withAdded(Schema schema) {
    Schema all = schema;
    for (Map.Entry<FieldPath, Field> addition : added.entrySet()) {
      all = addition.getKey().addedTo(all, addition.getValue());
    }
    return all;
  }

  /**
   * Where a file lacks a field of a struct, Lance 7.0.0 reads null structs as structs of nulls when
   * a batch holds no others.
   */
  private Optional<String> nullStructs() {
    return added.keySet().stream()
        .filter(FieldPath::isNested)
        .flatMap(
            path ->
                IntStream.range(1, path.names().size()).mapToObj(n -> path.names().subList(0, n)))
        .map(struct -> ColumnName.quote(struct).orElseThrow() + " IS NULL")
        .distinct()
        .reduce((left, right) -> left + " OR " + right);
  }

  /** What the table's files cannot hold would be refused by its next write. */
  private void requireStorable() {
    Schema fields = new Schema(added.values());
    String files = table.storageVersion();
    if (FileFormat.needsVersion22(fields) && !files.equals(FileFormat.VERSION_WITH_MAPS)
        || FileFormat.needsVersion21(fields) && files.equals(FileFormat.OLDEST_VERSION)) {
      throw CatalogErrors.columnNeedsNewerFiles(
          name, text(added.keySet().iterator().next()), files);
    }
  }

  /**
   * A struct is null or not as the fields in its file say. Where none of those is left it would
   * read as null.
   */
  private void requireStructsToldOf() {
    Set<String> gone = dropped.stream().map(this::inLance).collect(Collectors.toSet());
    Stream<List<String>> files =
        Stream.concat(
            Stream.of(List.copyOf(table.fieldIds().paths().values())),
            table.fragments().stream().map(this::fields));
    Set<List<String>> kinds = files.collect(Collectors.toSet());
    for (FieldPath path : dropped) {
      if (path.isNested()) {
        String struct = inLance(path.parent());
        if (kinds.stream().anyMatch(fields -> !tellsOf(struct, fields, gone))) {
          throw CatalogErrors.lastField(name, text(path));
        }
      }
    }
  }

  private List<String> fields(FragmentMetadata fragment) {
    return table
        .fieldIds()
        .named(
            fragment.getFiles().stream()
                .flatMap(file -> Arrays.stream(file.getFields()).boxed())
                .toList());
  }

  /** Whether fields below the struct stay, or none was there. */
  private static boolean tellsOf(String struct, List<String> fields, Set<String> gone) {
    List<String> below = fields.stream().filter(field -> isBelow(field, struct)).toList();
    return below.isEmpty()
        || below.stream()
            .anyMatch(
                field -> !gone.contains(field) && gone.stream().noneMatch(g -> isBelow(field, g)));
  }

  private static boolean isBelow(String field, String struct) {
    return field.startsWith(struct + ".");
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

  private static String text(FieldPath path) {
    return String.join(".", path.names());
  }

  /** The property by our own name; what says how a column is stored must come before the column. */
  private String own(String property) {
    String own = TableDefinition.ours(property);
    boolean isOfColumnToCome =
        own.startsWith(TableDefinition.VECTOR)
            && table.schema().getFields().stream()
                .noneMatch(column -> own.equals(TableDefinition.VECTOR + column.getName()));
    if (TableDefinition.saysHowItIsStored(own) && !isOfColumnToCome) {
      throw CatalogErrors.fixedProperty(name, property);
    }
    return own;
  }

  private RuntimeException refused(String change, String... path) {
    return CatalogErrors.notAlterable(name, change.formatted(String.join(".", path)));
  }
}
