package io.sparklancedb.read;

import java.io.Serializable;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.lance.ipc.ScanOptions;

/** The columns of the table that Lance is told to read. */
sealed interface ColumnProjection extends Serializable
    permits ColumnProjection.All, ColumnProjection.Named, StructFieldProjection {
  /** Tells Lance's scanner. */
  void applyTo(ScanOptions.Builder options);

  /**
   * What is read, outermost name first.
   *
   * @param columns what Spark gets
   */
  default List<List<String>> fieldPaths(StructType columns) {
    return ScanColumns.ofTable(columns).stream().map(List::of).toList();
  }

  /** Views of a batch as Spark's columns. */
  default ColumnVector[] vectors(StructType columns, VectorSchemaRoot batch) {
    return ScanColumns.vectors(columns, batch);
  }

  /** All that the table has. */
  record All() implements ColumnProjection {
    @Override
    public void applyTo(ScanOptions.Builder options) {
      // Lance reads all columns unless it is told which.
    }
  }

  /** Whole columns. */
  record Named(List<String> names) implements ColumnProjection {
    public Named {
      names = List.copyOf(names);
    }

    @Override
    public void applyTo(ScanOptions.Builder options) {
      options.columns(names);
    }
  }
}
