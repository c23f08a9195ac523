package io.sparklancedb.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.vector.HnswBuildParams;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.SQBuildParams;
import org.lance.index.vector.VectorIndexParams;

/**
 * A table of vectors that lance-core alone makes: {@code id}, {@code vec} of {@link #DIMENSION}
 * floats, {@code text} = 'row id', and {@code s.v}, the same vectors in a struct.
 */
public record VectorTable(Path folder) {
  public static final int DIMENSION = 8;

  private static final Field VECTOR =
      new Field(
          "vec",
          FieldType.nullable(new ArrowType.FixedSizeList(DIMENSION)),
          List.of(
              Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.notNullable("id", new ArrowType.Int(64, true)),
              VECTOR,
              Field.nullable("text", new ArrowType.Utf8()),
              new Field(
                  "s",
                  FieldType.nullable(new ArrowType.Struct()),
                  List.of(new Field("v", VECTOR.getFieldType(), VECTOR.getChildren())))));

  /** A new table without rows whose rows keep their ids when they move. */
  public VectorTable stable() {
    new NativeTable(folder).createStable(SCHEMA);
    return this;
  }

  /** A new table with rows. */
  public VectorTable of(int rows) throws IOException {
    writer().create(SCHEMA, root -> fill(root, 0, rows));
    return this;
  }

  /** Adds a fragment. */
  public VectorTable append(int from, int to) throws IOException {
    writer().append(SCHEMA, to - from, root -> fill(root, from, to));
    return this;
  }

  public VectorTable change(Consumer<Dataset> operation) {
    writer().change(operation);
    return this;
  }

  /** Indexes the vectors that are there, in four parts. */
  public VectorTable index(IndexType type, DistanceType metric) {
    VectorIndexParams.Builder params =
        new VectorIndexParams.Builder(new IvfBuildParams.Builder().setNumPartitions(4).build())
            .setDistanceType(metric);
    if (type == IndexType.IVF_HNSW_SQ) {
      params.setHnswParams(new HnswBuildParams.Builder().build());
    }
    if (type == IndexType.IVF_SQ || type == IndexType.IVF_HNSW_SQ) {
      params.setSqParams(new SQBuildParams.Builder().build());
    }
    return index("vec", type, IndexParams.builder().setVectorIndexParams(params.build()).build());
  }

  /** Indexes the words that are there. */
  public VectorTable indexText() {
    InvertedIndexParams.Builder params =
        InvertedIndexParams.builder()
            .baseTokenizer("simple")
            .language("English")
            .withPosition(false)
            .lowerCase(true)
            .stem(false)
            .removeStopWords(false)
            .asciiFolding(true);
    return index(
        "text",
        IndexType.INVERTED,
        IndexParams.builder().setScalarIndexParams(params.build()).build());
  }

  private VectorTable index(String column, IndexType type, IndexParams params) {
    return change(
        dataset ->
            dataset.createIndex(
                IndexOptions.builder(List.of(column), type, params)
                    .withIndexName(column + "_idx")
                    .build()));
  }

  public static float[] vector(int id) {
    Random random = new Random(id);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private NativeWriter writer() {
    return new NativeWriter(folder);
  }

  private static void fill(VectorSchemaRoot root, int from, int to) {
    root.allocateNew();
    StructVector struct = (StructVector) root.getVector("s");
    for (int row = 0; row < to - from; row++) {
      ((BigIntVector) root.getVector("id")).setSafe(row, from + row);
      byte[] text = ("row " + (from + row)).getBytes(StandardCharsets.UTF_8);
      ((VarCharVector) root.getVector("text")).setSafe(row, text);
      set((FixedSizeListVector) root.getVector("vec"), row, vector(from + row));
      struct.setIndexDefined(row);
      set((FixedSizeListVector) struct.getChild("v"), row, vector(from + row));
    }
    root.setRowCount(to - from);
  }

  private static void set(FixedSizeListVector column, int row, float[] vector) {
    column.setNotNull(row);
    Float4Vector values = (Float4Vector) column.getDataVector();
    for (int i = 0; i < DIMENSION; i++) {
      values.setSafe(row * DIMENSION + i, vector[i]);
    }
  }
}
