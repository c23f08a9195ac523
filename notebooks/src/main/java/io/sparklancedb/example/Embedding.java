package io.sparklancedb.example;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.split;

import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.StopWordsRemover;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Turns texts into vectors of length 1.
 *
 * <p><b>A real model goes here.</b> This one learns from the documents themselves which words stand
 * together, and needs no download. Whatever adds a column {@code embedding ARRAY<FLOAT>} to a
 * column {@code text} can take its place.
 */
final class Embedding {
  private static final int DIMENSION = 64;
  private static final long SEED = 42;

  private final PipelineModel model;

  private Embedding(PipelineModel model) {
    this.model = model;
  }

  static Embedding trainedOn(Dataset<Row> texts) {
    PipelineStage telling =
        new StopWordsRemover().setInputCol("tokens").setOutputCol("telling").setLocale("en_US");
    PipelineStage words =
        new Word2Vec()
            .setInputCol("telling")
            .setOutputCol("mean")
            .setVectorSize(DIMENSION)
            .setMinCount(2)
            .setMaxIter(5)
            .setStepSize(0.05)
            .setSeed(SEED);
    PipelineStage length = new Normalizer().setInputCol("mean").setOutputCol("unit").setP(2);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {telling, words, length});
    return new Embedding(pipeline.fit(texts.withColumn("tokens", tokens())));
  }

  /** Adds the column {@code embedding}. */
  Dataset<Row> embed(Dataset<Row> texts) {
    return model
        .transform(texts.withColumn("tokens", tokens()))
        .withColumn("embedding", vector_to_array(col("unit"), "float32"))
        .drop("tokens", "telling", "mean", "unit");
  }

  float[] embed(SparkSession spark, String text) {
    Dataset<Row> one = spark.createDataset(List.of(text), Encoders.STRING()).toDF("text");
    List<Float> values = embed(one).select("embedding").first().getList(0);
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i);
    }
    return vector;
  }

  private static Column tokens() {
    return split(lower(col("text")), "[^\\p{L}\\p{N}]+");
  }
}
