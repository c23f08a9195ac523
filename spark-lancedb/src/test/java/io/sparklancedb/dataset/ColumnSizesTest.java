package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

class ColumnSizesTest {
  private static final Field ID = Field.nullable("id", new ArrowType.Int(64, true));
  private static final Field TEXT = Field.nullable("text", new ArrowType.Utf8());
  private static final Field BLOB = Field.nullable("blob", new ArrowType.Binary());
  private static final Field VECTOR =
      new Field(
          "vector",
          FieldType.nullable(new ArrowType.FixedSizeList(128)),
          List.of(
              Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
  private static final Schema TABLE = new Schema(List.of(ID, TEXT, BLOB, VECTOR));

  @Test
  void fixedWidthsComeFromTheTypes() {
    assertEquals(8, new ColumnSizes(TABLE, List.of("id")).likely(of(10, 1_000_000)));
    assertEquals(512, new ColumnSizes(TABLE, List.of("vector")).most(of(10, 1_000_000)));
  }

  @Test
  void theOtherColumnsShareWhatIsLeftOfTheFiles() {
    List<FragmentMetadata> fragments = of(10, 10 * (8 + 512 + 1_000));

    assertEquals(500, new ColumnSizes(TABLE, List.of("text")).likely(fragments));
    assertEquals(1_000, new ColumnSizes(TABLE, List.of("text")).most(fragments));
    assertEquals(1_008, new ColumnSizes(TABLE, List.of("id", "text", "blob")).likely(fragments));
  }

  @Test
  void anUnknownSizeIsGuessed() {
    assertEquals(24, new ColumnSizes(TABLE, List.of("text")).likely(of(10, 0)));
    assertEquals(1, new ColumnSizes(TABLE, List.of()).likely(List.of()));
  }

  private static List<FragmentMetadata> of(long rows, long bytes) {
    DataFile file = new DataFile("f", new int[0], new int[0], 2, 1, bytes, null);
    return List.of(new FragmentMetadata(0, List.of(file), rows, null, null));
  }
}
