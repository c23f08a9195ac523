package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.types.VectorType;
import java.util.List;
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
import org.lance.index.vector.SQBuildParams;
import org.lance.index.vector.VectorIndexParams;

/** The parameters of an index, as lance-core takes them. */
final class IndexParameters {
  /** Values of a vector that LanceDB codes as one, where they divide its dimension. */
  private static final List<Integer> SUB_VECTOR_WIDTHS = List.of(16, 8);

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
      case LABEL_LIST -> LabelListIndexParams.builder().build();
      case NGRAM -> NGramIndexParams.builder().build();
      case FTS -> text(index);
      default -> BTreeIndexParams.builder().build();
    };
  }

  /** Lance takes all of them or none. */
  private static ScalarIndexParams text(IndexDeclaration index) {
    return InvertedIndexParams.builder()
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
    int rootOfRows = (int) Math.max(1, Math.sqrt(dataset.countRows()));
    IvfBuildParams cells =
        new IvfBuildParams.Builder()
            .setNumPartitions(index.number("num_partitions").orElse(rootOfRows))
            .build();
    VectorIndexParams.Builder params =
        new VectorIndexParams.Builder(cells)
            .setDistanceType(distance(index.text("metric").orElse("l2")));
    if (index.kind() == IndexDeclaration.Kind.IVF_PQ) {
      PQBuildParams.Builder codes =
          new PQBuildParams.Builder()
              .setNumSubVectors(
                  index.number("num_sub_vectors").orElseGet(() -> subVectors(dataset, column)));
      index.number("num_bits").ifPresent(codes::setNumBits);
      params.setPqParams(codes.build());
    } else if (index.kind() == IndexDeclaration.Kind.IVF_HNSW_SQ) {
      HnswBuildParams.Builder graph = new HnswBuildParams.Builder();
      index.number("m").ifPresent(graph::setM);
      index.number("ef_construction").ifPresent(graph::setEfConstruction);
      params.setHnswParams(graph.build()).setSqParams(new SQBuildParams.Builder().build());
    }
    return params.build();
  }

  private static int subVectors(Dataset dataset, String column) {
    Field field = dataset.getSchema().findField(column);
    int dimension = VectorType.of(field).orElseThrow().dimension();
    return SUB_VECTOR_WIDTHS.stream()
        .filter(width -> dimension % width == 0)
        .findFirst()
        .map(width -> dimension / width)
        .orElse(1);
  }

  private static DistanceType distance(String metric) {
    return switch (metric) {
      case "cosine" -> DistanceType.Cosine;
      case "dot" -> DistanceType.Dot;
      default -> DistanceType.L2;
    };
  }
}
