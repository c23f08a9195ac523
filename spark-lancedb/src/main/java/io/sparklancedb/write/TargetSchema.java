package io.sparklancedb.write;

import io.sparklancedb.types.FieldUnion;
import io.sparklancedb.types.SparkToArrow;
import io.sparklancedb.types.VectorType;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that rows are written to. */
sealed interface TargetSchema extends Serializable {
  /** Vector columns whose dimension only the rows can tell. */
  Set<String> undimensioned();

  /**
   * The schema with the dimensions found so far. A column without one is left out: it holds nothing
   * but nulls, and that is how a missing column reads.
   */
  Schema with(Map<String, Integer> dimensions);

  /** The columns, and fields in columns, that the write adds to a table that is there. */
  default Schema addition(Map<String, Integer> dimensions) {
    return new Schema(List.of());
  }

  /** An existing table's. Arrow's own class cannot be serialized; its JSON can. */
  record Existing(String json) implements TargetSchema {
    static Existing of(Schema schema) {
      return new Existing(schema.toJson());
    }

    @Override
    public Set<String> undimensioned() {
      return Set.of();
    }

    @Override
    public Schema with(Map<String, Integer> dimensions) {
      try {
        return Schema.fromJSON(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** An existing table's and columns, or fields of structs in its columns, that it is to get. */
  record Extended(Existing table, New added) implements TargetSchema {
    @Override
    public Set<String> undimensioned() {
      return added.undimensioned();
    }

    @Override
    public Schema with(Map<String, Integer> dimensions) {
      return new Schema(
          FieldUnion.of(table.with(dimensions).getFields(), addition(dimensions).getFields())
              .orElseThrow());
    }

    @Override
    public Schema addition(Map<String, Integer> dimensions) {
      return added.with(dimensions);
    }
  }

  /** That of a table to be made, or of columns to be added where there is no primary key in it. */
  record New(
      StructType columns,
      Map<String, VectorType> vectors,
      Map<String, VectorType.Element> undimensionedVectors,
      String primaryKey)
      implements TargetSchema {
    public New {
      vectors = Map.copyOf(vectors);
      undimensionedVectors = Map.copyOf(undimensionedVectors);
    }

    @Override
    public Set<String> undimensioned() {
      return undimensionedVectors.keySet();
    }

    @Override
    public Schema with(Map<String, Integer> dimensions) {
      Map<String, VectorType> known = new HashMap<>(vectors);
      dimensions.forEach(
          (column, dimension) ->
              known.put(column, new VectorType(dimension, undimensionedVectors.get(column))));
      StructField[] kept =
          Arrays.stream(columns.fields())
              .filter(c -> known.containsKey(c.name()) || !undimensioned().contains(c.name()))
              .toArray(StructField[]::new);
      return SparkToArrow.toArrow(new StructType(kept), known, Optional.ofNullable(primaryKey));
    }
  }

  static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }
}
