package io.sparklancedb.search;

import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.types.VectorType;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.Dataset;
import org.lance.schema.LanceField;

/**
 * A column of vectors as Lance finds it.
 *
 * @param path as Lance's search wants it
 * @param id the field's
 */
record VectorColumn(String path, int id) {
  /**
   * Lance answers a search of a column that it cannot search with all rows, unranked.
   *
   * @param name of a column, or the path of a field in structs
   * @throws io.sparklancedb.error.LanceDbException when it holds no vectors, or of another length
   */
  static VectorColumn of(Dataset dataset, String uri, String name, int dimension) {
    List<LanceField> columns = dataset.getLanceSchema().fields();
    Optional<LanceField> whole = child(columns, name);
    LanceField field =
        whole
            .or(() -> below(columns, name))
            .orElseThrow(() -> bad(uri, "there is no column '%s'".formatted(name)));
    VectorType type =
        VectorType.of(arrow(field))
            .orElseThrow(() -> bad(uri, "column '%s' holds no vectors".formatted(name)));
    if (type.dimension() != dimension) {
      throw bad(
          uri,
          "column '%s' holds vectors of %d values, and the query has %d"
              .formatted(name, type.dimension(), dimension));
    }
    boolean isQuoted = whole.isPresent() && !name.matches("\\w+");
    return new VectorColumn(isQuoted ? "`" + name + "`" : name, field.getId());
  }

  private static Optional<LanceField> child(List<LanceField> fields, String name) {
    return fields.stream().filter(field -> field.getName().equals(name)).findAny();
  }

  /** A field of a struct; Lance finds none below lists. */
  private static Optional<LanceField> below(List<LanceField> fields, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return child(fields, path);
    }
    return child(fields, path.substring(0, dot))
        .filter(parent -> parent.getType() instanceof ArrowType.Struct)
        .flatMap(parent -> below(parent.getChildren(), path.substring(dot + 1)));
  }

  private static Field arrow(LanceField field) {
    return field.asArrowField();
  }

  private static RuntimeException bad(String uri, String reason) {
    return ConnectionErrors.badQuery(uri, reason, null);
  }
}
