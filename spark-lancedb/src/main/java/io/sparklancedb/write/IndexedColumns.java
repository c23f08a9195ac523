package io.sparklancedb.write;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.VectorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Which columns of a table can have the indexes that are declared on them. */
public final class IndexedColumns {
  private final Schema columns;
  private final Set<String> undimensioned;
  private final Optional<String> key;

  IndexedColumns(TaskPlan plan) {
    this.columns = plan.target().with(Map.of());
    this.undimensioned = plan.target().undimensioned();
    this.key = Optional.ofNullable(plan.keyColumn());
  }

  /**
   * By the names of the table's columns.
   *
   * @param written by names in any case, as Spark hands options over
   * @throws io.sparklancedb.error.LanceDbException for an index that no column of the table can
   *     have
   */
  Map<String, Optional<IndexDeclaration>> declared(
      Map<String, Optional<IndexDeclaration>> written) {
    Map<String, Optional<IndexDeclaration>> declared = new HashMap<>();
    written.forEach(
        (name, index) -> {
          String column = column(name);
          index.ifPresent(kept -> require(column, kept));
          declared.put(column, index);
        });
    return declared;
  }

  private String column(String written) {
    List<String> names = new ArrayList<>(TargetSchema.names(columns));
    names.addAll(undimensioned);
    List<String> meant = names.stream().filter(written::equalsIgnoreCase).distinct().toList();
    if (meant.isEmpty()) {
      throw CatalogErrors.indexOfNoColumn(written, String.join(", ", names));
    }
    if (meant.size() > 1) {
      throw CatalogErrors.indexOfManyColumns(written, String.join(" and ", meant));
    }
    return meant.get(0);
  }

  private void require(String column, IndexDeclaration index) {
    requireNotKey(column, key.stream().toList());
    boolean isOfVectors = index.kind().use() == IndexDeclaration.Use.VECTORS;
    if (undimensioned.contains(column)) {
      requireFit(column, new ArrayType(new FloatType(), true), index);
      return;
    }
    Field field = columns.findField(column);
    DataType type = ArrowToSpark.toSpark(columns).apply(column).dataType();
    requireFit(column, type, index);
    if (isOfVectors && VectorType.of(field).isEmpty()) {
      throw CatalogErrors.indexOfOtherType(column, type.sql(), index.kind().text());
    }
  }

  /**
   * @param key the primary key, if the table has one
   */
  public static void requireNotKey(String column, List<String> key) {
    if (key.contains(column)) {
      throw CatalogErrors.indexOfKey(column);
    }
  }

  /** Refuses an index that no column of the type can have. */
  public static void requireFit(String column, DataType type, IndexDeclaration index) {
    if (!fits(type, index.kind().use())) {
      throw CatalogErrors.indexOfOtherType(column, type.sql(), index.kind().text());
    }
  }

  private static boolean fits(DataType type, IndexDeclaration.Use use) {
    return switch (use) {
      case COMPARISON ->
          !(type instanceof ArrayType || type instanceof StructType || type instanceof MapType);
      case LABELS -> type instanceof ArrayType;
      case TEXT -> type instanceof StringType;
      case VECTORS ->
          type instanceof ArrayType array
              && (array.elementType() instanceof FloatType
                  || array.elementType() instanceof DoubleType);
    };
  }
}
