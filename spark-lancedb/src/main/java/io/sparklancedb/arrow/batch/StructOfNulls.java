package io.sparklancedb.arrow.batch;

import io.sparklancedb.types.NullStructs;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;

/** A struct that is there though all in it is null: its fields, and those of structs like it. */
final class StructOfNulls {
  private final StructVector[] structs;

  private StructOfNulls(List<StructVector> structs) {
    this.structs = structs.toArray(StructVector[]::new);
  }

  /**
   * @param field that of a struct which must not be null
   */
  static StructOfNulls of(Field field, FieldVector vector) {
    List<StructVector> structs = new ArrayList<>();
    collect(field, vector, structs);
    return new StructOfNulls(structs);
  }

  private static void collect(Field field, FieldVector vector, List<StructVector> structs) {
    if (NullStructs.isUnreadable(field)) {
      structs.add((StructVector) vector);
      for (int i = 0; i < field.getChildren().size(); i++) {
        collect(field.getChildren().get(i), vector.getChildrenFromFields().get(i), structs);
      }
    }
  }

  void write(int index) {
    for (StructVector struct : structs) {
      struct.setIndexDefined(index);
    }
  }
}
