package io.sparklancedb.filter;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A column of the table, or a field inside structs, that filters may name.
 *
 * @param domain empty when its values cannot be compared, only be null or not
 */
record Column(String sql, ArrowType type, Optional<ColumnDomain> domain) {
  private static final String EXTENSION = "ARROW:extension:name";
  private static final String BLOB = "lance-encoding:blob";

  static Optional<Column> find(Schema schema, List<String> path) {
    List<Field> fields = schema.getFields();
    Field field = null;
    for (String name : path) {
      if (field != null && !(field.getType() instanceof ArrowType.Struct)) {
        return Optional.empty();
      }
      Optional<Field> found = fields.stream().filter(f -> f.getName().equals(name)).findFirst();
      if (found.isEmpty() || readInAnotherForm(found.get())) {
        return Optional.empty();
      }
      field = found.get();
      fields = field.getChildren();
    }
    return field == null ? Optional.empty() : of(field, path);
  }

  /** What Spark reads is then not what a filter of Lance sees. */
  private static boolean readInAnotherForm(Field field) {
    return field.getDictionary() != null
        || field.getMetadata().containsKey(EXTENSION)
        || field.getMetadata().containsKey(BLOB)
        || field.getType() instanceof ArrowType.Null;
  }

  private static Optional<Column> of(Field field, List<String> path) {
    ArrowType type = field.getType();
    boolean half =
        type instanceof ArrowType.FloatingPoint number
            && number.getPrecision() == FloatingPointPrecision.HALF;
    return ColumnName.quote(path)
        .map(name -> half ? "CAST(" + name + " AS FLOAT)" : name)
        .map(sql -> new Column(sql, type, ColumnDomain.of(type)));
  }
}
