package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Where a row has the value of each field of a table (or of a struct in it), matched by name.
 *
 * @param ordinals one for each field of the table, in the table's order; {@link #ABSENT} for one
 *     that the rows lack, and may lack
 */
public record ColumnMapping(List<Integer> ordinals, ColumnMatching matching)
    implements Serializable {
  public static final int ABSENT = -1;

  public ColumnMapping {
    ordinals = List.copyOf(ordinals);
  }

  /**
   * Refuses what cannot be written: columns that either side lacks, and types that lose something.
   *
   * @param notStored columns of the rows that steer the write and are no columns of the table
   */
  public static ColumnMapping of(
      Schema table, StructType rows, Set<String> notStored, ColumnMatching matching) {
    table.getFields().forEach(field -> AssignmentCheck.requireWritable(field.getName(), field));
    ColumnMapping mapping = match("", table.getFields(), rows, matching, notStored);
    mapping.requireAssignable("", table.getFields(), rows);
    return mapping;
  }

  /** The same for the fields of a struct; its types have been looked at by {@link #of}. */
  public ColumnMapping nested(String path, List<Field> fields, StructType rows) {
    return match(path, fields, rows, matching, Set.of());
  }

  private static ColumnMapping match(
      String path,
      List<Field> fields,
      StructType rows,
      ColumnMatching matching,
      Set<String> notStored) {
    Set<String> wanted = fields.stream().map(Field::getName).collect(Collectors.toSet());
    NameIndex index = new NameIndex(rows, matching.names(), wanted);
    List<Integer> ordinals = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Field field : fields) {
      int ordinal = index.take(path, field.getName());
      if (ordinal == ABSENT && !matching.mayBeAbsent(!path.isEmpty(), field.isNullable())) {
        missing.add(ColumnPath.field(path, field.getName()));
      }
      ordinals.add(ordinal);
    }
    if (!missing.isEmpty()) {
      throw matching.missing(missing);
    }
    notStored.forEach(name -> index.take(path, name));
    List<String> extra =
        index.notTaken().stream().map(name -> ColumnPath.field(path, name)).toList();
    if (!extra.isEmpty()) {
      throw TypeErrors.extraColumns(matching.table(), extra);
    }
    return new ColumnMapping(ordinals, matching);
  }

  private void requireAssignable(String path, List<Field> fields, StructType rows) {
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (ordinals.get(i) != ABSENT) {
        DataType type = rows.fields()[ordinals.get(i)].dataType();
        AssignmentCheck.require(ColumnPath.field(path, field.getName()), type, field, this);
      }
    }
  }

  /** The same for what is below a list or map. */
  ColumnMapping insideList() {
    return new ColumnMapping(ordinals, matching.insideList());
  }

  void requireNestedAssignable(String path, List<Field> fields, StructType rows) {
    nested(path, fields, rows).requireAssignable(path, fields, rows);
  }
}
