package io.sparklancedb.types;

import java.io.Serializable;
import java.util.List;

/**
 * A column, or a field of a struct in it, that is compared.
 *
 * @param isWhole whether all of it is; else it is a struct, of which only some fields are
 * @param fields those of the struct that are compared; empty where all of it is
 */
public record ComparedField(String name, boolean isWhole, List<ComparedField> fields)
    implements Serializable {
  public ComparedField {
    fields = List.copyOf(fields);
  }

  public static ComparedField whole(String name) {
    return new ComparedField(name, true, List.of());
  }

  static ComparedField partOf(String name, List<ComparedField> fields) {
    return new ComparedField(name, false, fields);
  }
}
