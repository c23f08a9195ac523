package io.sparklancedb.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.LanceDbException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;

class LanceDbColumnarReaderTest {
  private static final StructType ID = new StructType().add("id", "long");
  private static final StructFieldProjection IDS =
      new StructFieldProjection(List.of("id"), "id IS NOT NULL", "id IS NULL");
  private static final LanceDbInputPartition ALL =
      new LanceDbInputPartition(
          List.of(), new RowSelection.All(), new ReadPath.Scanner(), 10, false, List.of());

  private ScanSource rows;

  @BeforeEach
  void makeAnEmptyTable(@TempDir Path folder) {
    TableAddress address =
        TableAddress.of(new DatabaseUri(folder.toString()), "docs", new StorageOptions(Map.of()));
    Schema schema = new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));
    try (BufferAllocator allocator = new RootAllocator()) {
      Dataset.write().allocator(allocator).schema(schema).uri(address.uri()).execute().close();
    }
    TableReference table =
        TableLoader.load(address, new VersionSelector.Latest()).orElseThrow().reference();
    rows = new ScanSource(table, List.of(), List.of());
  }

  @Test
  void saysWhatLanceSaysOfTheFirstScan() {
    ScanPlan plan =
        new ScanPlan.Rows(
            rows, ID, new ColumnProjection.Named(List.of("missing")), ScanPlan.NO_LIMIT, 0);

    requireUnreadable(
        assertThrows(LanceDbException.class, () -> LanceDbColumnarReader.open(plan, ALL)),
        "Invalid user input: Schema error: No field named missing.");
  }

  @Test
  void saysWhatLanceSaysOfALaterScan() throws Exception {
    ScanPlan plan =
        new ScanPlan.StructFields(rows, ID, IDS, new ColumnProjection.Named(List.of("missing")));

    try (LanceDbColumnarReader reader = LanceDbColumnarReader.open(plan, ALL)) {
      requireUnreadable(
          assertThrows(LanceDbException.class, reader::next),
          "Invalid user input: Schema error: No field named missing. Valid fields are id, _rowid, _rowaddr.");
    }
  }

  private void requireUnreadable(LanceDbException said, String reason) {
    assertEquals(
        "Cannot read table '%s': %s A file of this version is damaged or missing, or lance-core fails on it. Restore the file, or read an older version with the option 'version'."
            .formatted(rows.table().address().uri(), reason),
        said.getMessage());
  }

  @Test
  void letsADefectOfOursRise() {
    StructType missing = new StructType().add("missing", "long");
    ScanPlan plan =
        new ScanPlan.Rows(rows, missing, new ColumnProjection.All(), ScanPlan.NO_LIMIT, 0);

    assertThrows(NoSuchElementException.class, () -> LanceDbColumnarReader.open(plan, ALL));
  }
}
