package io.sparklancedb.read;

import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.filter.FilterTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.lance.ipc.ScanOptions;

/**
 * Fields of structs, read without the rest of their structs. Lance's scanner returns such a field
 * as a column of its own, which does not tell whether its struct is null. So there are two scans:
 * this one of the rows in which every struct has a field that is not null, and one of the other
 * rows with their whole structs. The other rows are few where the fields are seldom null.
 *
 * @param paths the table's columns, and {@code struct.field} for each field
 * @param present Lance SQL that holds for the rows of this scan
 * @param absent Lance SQL that holds for the other rows
 */
record StructFieldProjection(List<String> paths, String present, String absent)
    implements ColumnProjection {
  private static final Pattern PLAIN = Pattern.compile("\\w+");

  StructFieldProjection {
    paths = List.copyOf(paths);
  }

  /**
   * Empty where the columns have no struct that is needed in part, or Lance cannot name its fields.
   */
  static Optional<StructFieldProjection> of(
      Schema table, StructType tableColumns, StructType columns) {
    Builder leaves = new Builder();
    for (StructField column : columns.fields()) {
      if (MetadataColumns.named(column.name()).isEmpty()) {
        leaves.add(
            List.of(column.name()),
            table.findField(column.name()),
            tableColumns.apply(column.name()).dataType(),
            column.dataType());
      }
    }
    return leaves
        .build(new FilterTranslator(table))
        .filter(found -> ScanColumns.canName(found.paths().size(), table));
  }

  @Override
  public void applyTo(ScanOptions.Builder options) {
    options.columns(paths);
  }

  @Override
  public List<List<String>> fieldPaths(StructType columns) {
    return paths.stream().map(path -> List.of(path.split("\\."))).toList();
  }

  @Override
  public ColumnVector[] vectors(StructType columns, VectorSchemaRoot batch) {
    ColumnVector[] vectors = new ColumnVector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      StructField column = columns.fields()[i];
      vectors[i] =
          MetadataColumns.named(column.name()).isPresent()
              ? ScanColumns.vector(column, batch)
              : vector(column.name(), column.dataType(), batch);
    }
    return vectors;
  }

  private static ColumnVector vector(String path, DataType type, VectorSchemaRoot batch) {
    if (batch.getVector(path) != null) {
      return ArrowColumns.wrap(batch.getVector(path), type);
    }
    StructType struct = (StructType) type;
    ColumnVector[] fields = new ColumnVector[struct.size()];
    for (int i = 0; i < fields.length; i++) {
      StructField field = struct.fields()[i];
      fields[i] = vector(path + "." + field.name(), field.dataType(), batch);
    }
    return ArrowColumns.struct(fields, struct);
  }

  private static final class Builder {
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Predicate> presentStructs = new ArrayList<>();
    private boolean splits;
    private boolean isPossible = true;

    private record Leaf(List<String> path, boolean isNullable) {
      private Predicate isPresent() {
        return new Predicate("IS_NOT_NULL", new Expression[] {new ColumnReference(path)});
      }
    }

    private void add(List<String> path, Field field, DataType inTable, DataType wanted) {
      if (!(field.getType() instanceof ArrowType.Struct) || inTable.equals(wanted)) {
        leaves.add(new Leaf(path, field.isNullable()));
        return;
      }
      splits = true;
      int first = leaves.size();
      for (StructField child : ((StructType) wanted).fields()) {
        List<String> childPath = new ArrayList<>(path);
        childPath.add(child.name());
        add(
            childPath,
            NestedColumns.child(field, child.name()),
            ((StructType) inTable).apply(child.name()).dataType(),
            child.dataType());
      }
      if (field.isNullable()) {
        addPresence(leaves.subList(first, leaves.size()));
      }
    }

    /** Of a field that is declared to be never null it is not sure that Lance looks at it. */
    private void addPresence(List<Leaf> ofStruct) {
      Optional<Predicate> any =
          ofStruct.stream().filter(Leaf::isNullable).map(Leaf::isPresent).reduce(Or::new);
      isPossible &= any.isPresent();
      any.ifPresent(presentStructs::add);
    }

    private Optional<StructFieldProjection> build(FilterTranslator translator) {
      Predicate present = presentStructs.stream().reduce(And::new).orElseGet(AlwaysTrue::new);
      boolean isPlain =
          leaves.stream().flatMap(l -> l.path().stream()).allMatch(n -> PLAIN.matcher(n).matches());
      if (!splits || !isPossible || !isPlain) {
        return Optional.empty();
      }
      List<String> paths = leaves.stream().map(leaf -> String.join(".", leaf.path())).toList();
      return translator
          .translate(present)
          .flatMap(
              there ->
                  translator
                      .translate(new Not(present))
                      .map(notThere -> new StructFieldProjection(paths, there, notThere)));
    }
  }
}
