package io.sparklancedb.types;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.TypeErrors;
import java.io.Serializable;
import java.util.List;

/**
 * By what rules the columns of rows are matched with those of a table.
 *
 * @param table for messages
 * @param absent what becomes of fields of structs that the rows lack
 */
public record ColumnMatching(String table, CaseSensitivity names, Absent absent)
    implements Serializable {
  /** What becomes of a field of a struct that the rows lack. */
  public enum Absent {
    /** Rows have all fields. */
    REFUSED,
    /** It is null; the caller sees to it that rows that update others keep its value. */
    KEPT,
    /** As above, but here, below a list or map, nothing tells which value that would be. */
    NOT_KEPT_HERE,
    /** It is null. */
    NULL
  }

  public static ColumnMatching exactly(String table, CaseSensitivity names) {
    return new ColumnMatching(table, names, Absent.REFUSED);
  }

  /** The rules for the elements of a list, or the entries of a map. */
  ColumnMatching insideList() {
    return absent == Absent.KEPT ? new ColumnMatching(table, names, Absent.NOT_KEPT_HERE) : this;
  }

  /**
   * @param isNested whether it is a field of a struct
   */
  boolean mayBeAbsent(boolean isNested, boolean isNullable) {
    return isNested && isNullable && (absent == Absent.KEPT || absent == Absent.NULL);
  }

  LanceDbException missing(List<String> columns) {
    return switch (absent) {
      case REFUSED -> TypeErrors.missingColumns(table, columns);
      case NOT_KEPT_HERE -> TypeErrors.missingInElements(table, columns);
      default -> TypeErrors.missingNotNull(table, columns);
    };
  }
}
