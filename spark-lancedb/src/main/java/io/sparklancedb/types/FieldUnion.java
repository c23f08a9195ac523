package io.sparklancedb.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A table's columns and fields of structs with those that it is to get, which come last. */
public final class FieldUnion {
  private FieldUnion() {}

  /**
   * @param own of the table, or of a struct in it
   * @param added those that the table lacks are added, of others the type must agree
   * @return empty when it does not
   */
  public static Optional<List<Field>> of(List<Field> own, List<Field> added) {
    List<Field> all = new ArrayList<>(own);
    for (Field field : added) {
      int place = indexOf(all, field.getName());
      if (place < 0) {
        all.add(field);
        continue;
      }
      Optional<Field> union = of(all.get(place), field);
      if (union.isEmpty()) {
        return Optional.empty();
      }
      all.set(place, union.get());
    }
    return Optional.of(all);
  }

  private static int indexOf(List<Field> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<Field> of(Field own, Field added) {
    List<Field> children = own.getChildren();
    List<Field> others = added.getChildren();
    if (own.getType() instanceof ArrowType.Struct && added.getType() instanceof ArrowType.Struct) {
      return of(children, others).map(all -> with(own, all));
    }
    if (isList(own) && isList(added)) {
      return of(children.get(0), others.get(0)).map(element -> with(own, List.of(element)));
    }
    if (own.getType() instanceof ArrowType.Map && added.getType() instanceof ArrowType.Map) {
      Field entry = children.get(0);
      Field key = entry.getChildren().get(0);
      return of(entry.getChildren().get(1), others.get(0).getChildren().get(1))
          .map(value -> with(own, List.of(with(entry, List.of(key, value)))));
    }
    boolean isSame = own.getType().equals(added.getType()) && children.equals(others);
    return isSame ? Optional.of(own) : Optional.empty();
  }

  private static boolean isList(Field field) {
    return field.getType() instanceof ArrowType.List
        || field.getType() instanceof ArrowType.LargeList;
  }

  private static Field with(Field field, List<Field> children) {
    FieldType type =
        new FieldType(
            field.isNullable(), field.getType(), field.getDictionary(), field.getMetadata());
    return new Field(field.getName(), type, children);
  }
}
