package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.types.VectorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.index.scalar.BitmapIndexParams;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.scalar.LabelListIndexParams;
import org.lance.index.scalar.NGramIndexParams;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.index.scalar.ZoneMapIndexParams;
import org.lance.index.vector.HnswBuildParams;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.PQBuildParams;
import org.lance.index.vector.RQBuildParams;
import org.lance.index.vector.SQBuildParams;
import org.lance.index.vector.VectorIndexParams;

/** The parameters of an index, as lance-core takes them. */
final class IndexParameters {
  /** Values of a vector that LanceDB codes as one, where they divide its dimension. */
  private static final List<Integer> SUB_VECTOR_WIDTHS = List.of(16, 8);

  private static final int HALF_A_BYTE = 4;

  /** More take long to find. */
  private static final long MOST_PARTITIONS = 4_096;

  /** Of each vector in a graph, as LanceDB chooses it. */
  private static final int EDGES = 20;

  /** Vectors that LanceDB compares for each of a graph. */
  private static final int CANDIDATES = 300;

  private IndexParameters() {}

  static IndexType type(IndexDeclaration.Kind kind) {
    return switch (kind) {
      case FTS -> IndexType.INVERTED;
      default -> IndexType.valueOf(kind.name());
    };
  }

  static IndexParams of(Dataset dataset, String column, IndexDeclaration index) {
    IndexParams.Builder params = IndexParams.builder();
    return index.kind().use() == IndexDeclaration.Use.VECTORS
        ? params.setVectorIndexParams(vectors(dataset, column, index)).build()
        : params.setScalarIndexParams(scalar(index)).build();
  }

  private static ScalarIndexParams scalar(IndexDeclaration index) {
    return switch (index.kind()) {
      case BITMAP -> BitmapIndexParams.builder().build();
      case ZONEMAP -> {
        ZoneMapIndexParams.Builder zones = ZoneMapIndexParams.builder();
        index.number("rows_per_zone").ifPresent(zones::rowsPerZone);
        yield zones.build();
      }
      case BLOOM_FILTER -> bloomFilter(index);
      case LABEL_LIST -> LabelListIndexParams.builder().build();
      case NGRAM -> NGramIndexParams.builder().build();
      case FTS -> text(index);
      default -> BTreeIndexParams.builder().build();
    };
  }

  /** lance-core 7.0.0 has no class for these. */
  private static ScalarIndexParams bloomFilter(IndexDeclaration index) {
    List<String> given = new ArrayList<>();
    index.number("number_of_items").ifPresent(items -> given.add("\"number_of_items\":" + items));
    index
        .fraction("probability")
        .ifPresent(probability -> given.add("\"probability\":" + probability));
    return ScalarIndexParams.create("bloomfilter", "{" + String.join(",", given) + "}");
  }

  /** Lance takes all of them or none. */
  private static ScalarIndexParams text(IndexDeclaration index) {
    InvertedIndexParams.Builder words = InvertedIndexParams.builder();
    index.number("max_token_length").ifPresent(words::maxTokenLength);
    index.number("ngram_min_length").ifPresent(words::minNgramLength);
    index.number("ngram_max_length").ifPresent(words::maxNgramLength);
    index.flag("prefix_only").ifPresent(words::prefixOnly);
    return words
        .baseTokenizer(index.text("base_tokenizer").orElse("simple"))
        .language(index.text("language").orElse("English"))
        .withPosition(index.flag("with_position").orElse(false))
        .lowerCase(index.flag("lower_case").orElse(true))
        .stem(index.flag("stem").orElse(true))
        .removeStopWords(index.flag("remove_stop_words").orElse(true))
        .asciiFolding(index.flag("ascii_folding").orElse(true))
        .build();
  }

  /** A parameter that is not declared has the value that LanceDB chooses. */
  private static VectorIndexParams vectors(Dataset dataset, String column, IndexDeclaration index) {
    VectorIndexParams.Builder params =
        new VectorIndexParams.Builder(partitions(dataset.countRows(), index))
            .setDistanceType(distance(index.text("distance_type").orElse("l2")));
    switch (index.kind()) {
      case IVF_SQ -> params.setSqParams(new SQBuildParams.Builder().build());
      case IVF_PQ -> params.setPqParams(codes(dataset, column, index));
      case IVF_RQ -> params.setRqParams(new RQBuildParams.Builder().build());
      case IVF_HNSW_SQ ->
          params.setHnswParams(graph(index)).setSqParams(new SQBuildParams.Builder().build());
      case IVF_HNSW_PQ ->
          params.setHnswParams(graph(index)).setPqParams(codes(dataset, column, index));
      default -> {
        // IVF_FLAT keeps the vectors as they are.
      }
    }
    return params.build();
  }

  static IvfBuildParams partitions(long rows, IndexDeclaration index) {
    int size = index.number("target_partition_size").orElseGet(() -> partitionSize(index.kind()));
    int number =
        index
            .number("num_partitions")
            .orElse((int) Math.max(1, Math.min(MOST_PARTITIONS, rows / size)));
    IvfBuildParams.Builder partitions = new IvfBuildParams.Builder().setNumPartitions(number);
    index.number("sample_rate").ifPresent(partitions::setSampleRate);
    index.number("max_iterations").ifPresent(partitions::setMaxIters);
    return partitions.build();
  }

  /** The rows of a partition that LanceDB aims at. */
  private static int partitionSize(IndexDeclaration.Kind kind) {
    return switch (kind) {
      case IVF_FLAT -> 4_096;
      case IVF_HNSW_SQ, IVF_HNSW_PQ -> 1 << 20;
      default -> 8_192;
    };
  }

  private static PQBuildParams codes(Dataset dataset, String column, IndexDeclaration index) {
    Optional<Integer> bits = index.number("num_bits");
    PQBuildParams.Builder codes =
        new PQBuildParams.Builder()
            .setNumSubVectors(
                index.number("num_sub_vectors").orElseGet(() -> subVectors(dataset, column, bits)));
    bits.ifPresent(codes::setNumBits);
    return codes.build();
  }

  private static HnswBuildParams graph(IndexDeclaration index) {
    return new HnswBuildParams.Builder()
        .setM(index.number("m").orElse(EDGES))
        .setEfConstruction(index.number("ef_construction").orElse(CANDIDATES))
        .build();
  }

  private static int subVectors(Dataset dataset, String column, Optional<Integer> bits) {
    Field field = dataset.getSchema().findField(column);
    return subVectors(VectorType.of(field).orElseThrow().dimension(), bits);
  }

  /** Codes of four bits go in pairs. */
  static int subVectors(int dimension, Optional<Integer> bits) {
    int suggested =
        SUB_VECTOR_WIDTHS.stream()
            .filter(width -> dimension % width == 0)
            .findFirst()
            .map(width -> dimension / width)
            .orElse(1);
    boolean isOdd = bits.equals(Optional.of(HALF_A_BYTE)) && suggested % 2 != 0;
    return isOdd ? suggested + 1 : suggested;
  }

  private static DistanceType distance(String metric) {
    return switch (metric) {
      case "cosine" -> DistanceType.Cosine;
      case "dot" -> DistanceType.Dot;
      default -> DistanceType.L2;
    };
  }
}
