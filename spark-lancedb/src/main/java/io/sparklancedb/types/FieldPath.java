package io.sparklancedb.types;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A column, or a field inside one by the names that SQL gives: {@code s.a}, {@code list.element.a},
 * {@code map.value.a}.
 */
public record FieldPath(List<String> names) {
  public FieldPath {
    names = List.copyOf(names);
  }

  public boolean isNested() {
    return names.size() > 1;
  }

  /** As SQL writes it. */
  public String text() {
    return String.join(".", names);
  }

  public String name() {
    return names.get(names.size() - 1);
  }

  /** What a nested field stands in. */
  public FieldPath parent() {
    return new FieldPath(names.subList(0, names.size() - 1));
  }

  /** Whether there is such a field; nothing stands above the columns. */
  public boolean isIn(Schema schema) {
    if (names.isEmpty()) {
      return true;
    }
    if (!isNested()) {
      return schema.getFields().stream().anyMatch(column -> column.getName().equals(name()));
    }
    if (!parent().isIn(schema)) {
      return false;
    }
    List<Field> above = parent().along(schema);
    return !step(above.get(above.size() - 1), name()).isEmpty();
  }

  /** As Lance writes it, which names all that Arrow has in between: {@code list.item.a}. */
  public String inLance(Schema schema) {
    return along(schema).stream().map(Field::getName).collect(Collectors.joining("."));
  }

  /** The schema with a field of this path. */
  public Schema addedTo(Schema schema, Field field) {
    return parent()
        .changed(schema, fields -> Stream.concat(fields.stream(), Stream.of(field)).toList());
  }

  /** The schema without this field. */
  public Schema removedFrom(Schema schema) {
    return parent()
        .changed(
            schema,
            fields -> fields.stream().filter(field -> !field.getName().equals(name())).toList());
  }

  /** With other fields in what this is the path of, or other columns. */
  private Schema changed(Schema schema, UnaryOperator<List<Field>> change) {
    List<Field> along = along(schema);
    UnaryOperator<List<Field>> up = change;
    for (int i = along.size() - 1; i >= 0; i--) {
      Field changed = withChildren(along.get(i), up.apply(along.get(i).getChildren()));
      up = fields -> replaced(fields, changed);
    }
    return new Schema(up.apply(schema.getFields()), schema.getCustomMetadata());
  }

  private static List<Field> replaced(List<Field> fields, Field changed) {
    return fields.stream().map(f -> f.getName().equals(changed.getName()) ? changed : f).toList();
  }

  private static Field withChildren(Field field, List<Field> children) {
    FieldType type =
        new FieldType(
            field.isNullable(), field.getType(), field.getDictionary(), field.getMetadata());
    return new Field(field.getName(), type, children);
  }

  /** From the column down to the field itself. */
  private List<Field> along(Schema schema) {
    List<Field> along = new ArrayList<>();
    for (String name : names) {
      if (along.isEmpty()) {
        along.add(schema.findField(name));
      } else {
        along.addAll(step(along.get(along.size() - 1), name));
      }
    }
    return along;
  }

  private static List<Field> step(Field parent, String name) {
    List<Field> children = parent.getChildren();
    if (parent.getType() instanceof ArrowType.Struct) {
      return children.stream().filter(child -> child.getName().equals(name)).toList();
    }
    if (parent.getType() instanceof ArrowType.Map) {
      Field entries = children.get(0);
      return List.of(entries, entries.getChildren().get(name.equals("key") ? 0 : 1));
    }
    return children;
  }
}
