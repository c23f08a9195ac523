package io.sparklancedb.catalog;

import io.sparklancedb.commit.Alterations;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.FieldPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/** The columns, and fields of structs, that an {@code ALTER TABLE} drops. */
final class DroppedColumns {
  private final String name;
  private final TableSnapshot table;
  private final List<FieldPath> dropped = new ArrayList<>();

  /**
   * @param name of the table, for messages
   */
  DroppedColumns(String name, TableSnapshot table) {
    this.name = name;
    this.table = table;
  }

  void add(FieldPath path) {
    dropped.add(path);
  }

  List<FieldPath> paths() {
    return List.copyOf(dropped);
  }

  /**
   * A struct is null or not as the fields in its file say. Where none of those is left it would
   * read as null.
   */
  void requireStructsToldOf() {
    List<FieldPath> nested = dropped.stream().filter(FieldPath::isNested).toList();
    if (nested.isEmpty()) {
      return;
    }
    Set<String> gone =
        dropped.stream().map(path -> path.inLance(table.schema())).collect(Collectors.toSet());
    Stream<List<String>> files =
        Stream.concat(
            Stream.of(List.copyOf(table.fieldIds().paths().values())),
            table.fragments().stream().map(this::fields));
    Set<List<String>> kinds = files.collect(Collectors.toSet());
    for (FieldPath path : nested) {
      String struct = path.parent().inLance(table.schema());
      if (kinds.stream().anyMatch(fields -> !tellsOf(struct, fields, gone))) {
        throw CatalogErrors.lastField(name, path.text());
      }
    }
  }

  void run() {
    Alterations.dropColumns(table.reference().address(), this::withoutDropped);
  }

  private Schema withoutDropped(Schema schema) {
    Schema rest = schema;
    for (FieldPath path : dropped) {
      if (!path.isIn(rest)) {
        throw WriteErrors.columnMeanwhile(table.reference().address().uri(), path.text());
      }
      rest = path.removedFrom(rest);
    }
    return rest;
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
}
