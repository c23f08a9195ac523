package io.sparklancedb.types;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** The physical type below an extension type; newer Arrow registers some extensions by itself. */
public final class StorageType {
  private StorageType() {}

  public static ArrowType of(Field field) {
    return field.getType() instanceof ArrowType.ExtensionType extension
        ? extension.storageType()
        : field.getType();
  }
}
