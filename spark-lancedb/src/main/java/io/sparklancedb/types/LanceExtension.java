package io.sparklancedb.types;

import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What other writers mean by a column beyond its Arrow type. */
public enum LanceExtension {
  NONE,
  UUID,
  JSON,
  BLOB;

  static final String NAME = "ARROW:extension:name";
  private static final int UUID_BYTES = 16;

  public static LanceExtension of(Field field) {
    Map<String, String> metadata = field.getMetadata();
    if ("true".equalsIgnoreCase(metadata.get("lance-encoding:blob"))) {
      return BLOB;
    }
    String name =
        field.getType() instanceof ArrowType.ExtensionType extension
            ? extension.extensionName()
            : metadata.getOrDefault(NAME, "");
    return switch (name) {
      case "lance.blob.v2" -> BLOB;
      case "arrow.json", "lance.json" -> JSON;
      case "arrow.uuid" ->
          StorageType.of(field) instanceof ArrowType.FixedSizeBinary binary
                  && binary.getByteWidth() == UUID_BYTES
              ? UUID
              : NONE;
      default -> NONE;
    };
  }
}
