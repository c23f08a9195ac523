package io.sparklancedb.benchmark.compare;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes the rows: a key, a number of a thousand parts, a short text, and a vector, all random but
 * the same in every run.
 */
final class SourceRows {
  static final String KEY = "id";
  static final String PART = "part";
  static final String TEXT = "text";
  static final String VECTOR = "embedding";
  static final int DIMENSION = 64;
  static final int PARTS = 1_000;

  private static final int TEXT_BYTES = 32;
  private static final int FILES = 4;

  private final SparkSession spark;
  private final Source source;

  SourceRows(SparkSession spark, Source source) {
    this.spark = spark;
    this.source = source;
    UDF1<Long, String> uuid = KeyKind::uuid;
    UDF2<Long, Integer, String> text = SourceRows::text;
    UDF2<Long, Integer, float[]> vector = SourceRows::vector;
    spark.udf().register("make_uuid", uuid, DataTypes.StringType);
    spark.udf().register("make_text", text, DataTypes.StringType);
    spark
        .udf()
        .register("make_vector", vector, DataTypes.createArrayType(DataTypes.FloatType, false));
  }

  static List<Column> columns() {
    return Stream.of(KEY, PART, TEXT, VECTOR).map(name -> col(name)).toList();
  }

  static String sqlColumns(String keyType) {
    return "%s %s NOT NULL, %s INT, %s STRING, %s ARRAY<FLOAT>"
        .formatted(KEY, keyType, PART, TEXT, VECTOR);
  }

  /** Writes the table's first rows and returns their checksum. */
  Checksum makeBase() {
    write(spark.range(0, source.rows(), 1, FILES).toDF("number"), 0, source.base().toString());
    return Checksum.of(read(source.base().toString()));
  }

  /**
   * Writes the rows of an upsert. Keys that are there lie evenly among all, between them are new
   * ones.
   *
   * @return the checksum of the table with these rows merged into its first rows
   */
  Checksum makeUpsert(Share share, Checksum base) {
    long rows = source.upsertRows(share);
    long stride = source.rows() / (rows / 2);
    String number =
        "CASE WHEN id %% 2 = 0 THEN (id DIV 2) * %dL ELSE %dL + id DIV 2 END"
            .formatted(stride, source.rows());
    Dataset<Row> numbers = spark.range(0, rows, 1, 2).select(expr(number).as("number"));
    String path = source.upsert(share).toString();
    write(numbers, 1, path);
    Dataset<Row> upsert = read(path);
    Dataset<Row> replaced =
        read(source.base().toString())
            .as("b")
            .join(upsert.as("u"), expr("b.id = u.id"), "left_semi");
    return base.without(Checksum.of(replaced)).with(Checksum.of(upsert));
  }

  private Dataset<Row> read(String path) {
    return spark.read().parquet(path);
  }

  private void write(Dataset<Row> numbers, int version, String path) {
    Column number = col("number");
    Column key = source.keys() == KeyKind.LONG ? number : callUDF("make_uuid", number);
    numbers
        .select(
            key.as(KEY),
            expr("CAST(pmod(xxhash64(number, %d), %d) AS INT)".formatted(version, PARTS)).as(PART),
            callUDF("make_text", number, lit(version)).as(TEXT),
            callUDF("make_vector", number, lit(version)).as(VECTOR))
        .write()
        .mode(SaveMode.ErrorIfExists)
        .parquet(path);
  }

  private static String text(long number, int version) {
    SplittableRandom random = new SplittableRandom(number * 2 + version);
    StringBuilder text = new StringBuilder(TEXT_BYTES);
    for (int i = 0; i < TEXT_BYTES; i++) {
      text.append((char) random.nextInt('a', 'z' + 1));
    }
    return text.toString();
  }

  private static float[] vector(long number, int version) {
    SplittableRandom random = new SplittableRandom(~(number * 2 + version));
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }
}
