package io.sparklancedb.types;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What rows and a table do not have in common: columns, and fields of structs.
 *
 * @param names how names are told apart
 */
public record StructDifference(CaseSensitivity names) {
  /**
   * What the table lacks: whole columns, and columns of the table with nothing but the fields that
   * it lacks, by the table's names.
   */
  public StructType extra(Schema table, StructType rows) {
    return extra(table.getFields(), rows);
  }

  private StructType extra(List<Field> table, StructType rows) {
    List<StructField> extra = new ArrayList<>();
    Set<String> given = Set.copyOf(Arrays.asList(rows.fieldNames()));
    for (StructField field : rows.fields()) {
      Optional<Field> own = find(table, field.name(), given);
      if (own.isEmpty()) {
        extra.add(new StructField(field.name(), field.dataType(), true, field.metadata()));
      } else {
        extra(own.get(), field.dataType())
            .map(type -> new StructField(own.get().getName(), type, true, field.metadata()))
            .ifPresent(extra::add);
      }
    }
    return new StructType(extra.toArray(StructField[]::new));
  }

  private Optional<DataType> extra(Field own, DataType type) {
    List<Field> children = own.getChildren();
    if (own.getType() instanceof ArrowType.Struct && type instanceof StructType struct) {
      return Optional.<DataType>of(extra(children, struct)).filter(t -> !isEmpty(t));
    }
    if (isList(own) && type instanceof ArrayType array) {
      return extra(children.get(0), array.elementType()).map(e -> new ArrayType(e, true));
    }
    if (own.getType() instanceof ArrowType.Map && type instanceof MapType map) {
      return extra(children.get(0).getChildren().get(1), map.valueType())
          .map(value -> new MapType(map.keyType(), value, true));
    }
    return Optional.empty();
  }

  private static boolean isEmpty(DataType struct) {
    return ((StructType) struct).isEmpty();
  }

  private static boolean isList(Field field) {
    return field.getType() instanceof ArrowType.List
        || field.getType() instanceof ArrowType.LargeList;
  }

  /** The table's columns that the rows have without some of the fields of their structs. */
  public List<String> incomplete(Schema table, StructType rows) {
    Set<String> columns = names(table.getFields());
    return table.getFields().stream()
        .filter(
            own ->
                find(rows, own.getName(), columns)
                    .filter(type -> isIncomplete(own, type))
                    .isPresent())
        .map(Field::getName)
        .toList();
  }

  private boolean isIncomplete(Field own, DataType type) {
    Set<String> children = names(own.getChildren());
    return own.getType() instanceof ArrowType.Struct
        && type instanceof StructType struct
        && own.getChildren().stream()
            .anyMatch(
                child ->
                    find(struct, child.getName(), children)
                        .map(given -> isIncomplete(child, given))
                        .orElse(true));
  }

  /**
   * What is compared of a written column: of a struct of which the rows lack fields, those that
   * they have.
   *
   * @param written the columns that are written
   */
  public ComparedField compared(Field column, StructType rows, Schema written) {
    return find(rows, column.getName(), names(written.getFields()))
        .map(type -> compared(column, type))
        .orElseGet(() -> ComparedField.whole(column.getName()));
  }

  private ComparedField compared(Field field, DataType type) {
    if (!isIncomplete(field, type)) {
      return ComparedField.whole(field.getName());
    }
    List<ComparedField> given = new ArrayList<>();
    for (Field child : field.getChildren()) {
      find((StructType) type, child.getName(), names(field.getChildren()))
          .ifPresent(found -> given.add(compared(child, found)));
    }
    return ComparedField.partOf(field.getName(), given);
  }

  private static Set<String> names(List<Field> fields) {
    return fields.stream().map(Field::getName).collect(Collectors.toSet());
  }

  private Optional<Field> find(List<Field> fields, String name, Collection<String> others) {
    List<String> own = fields.stream().map(Field::getName).toList();
    return names.find(name, own, others).map(found -> fields.get(own.indexOf(found)));
  }

  /**
   * The type of the field of that name.
   *
   * @param others that are looked for as well
   */
  public Optional<DataType> find(StructType struct, String name, Collection<String> others) {
    return names
        .find(name, Arrays.asList(struct.fieldNames()), others)
        .map(found -> struct.apply(found).dataType());
  }
}
