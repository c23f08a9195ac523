package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.sparklancedb.commit.CommitTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose key another client has marked. */
class ForeignKeysTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"HALF,FLOAT", "SINGLE,FLOAT", "DOUBLE,DOUBLE"})
  void d4AFloatingKeyIsRefused(FloatingPointPrecision precision, String type) {
    table(new ArrowType.FloatingPoint(precision));
    PlannedWrites writes = new PlannedWrites(folder);

    String message =
        "Cannot use 'id' as the primary key: its type is %s, and NaN and -0.0 do not compare equal consistently. Cast it to DECIMAL or STRING."
            .formatted(type);
    writes.assertRefused(message, () -> writes.append("id " + type + ", n BIGINT"));
    writes.assertRefused(message, () -> writes.overwrite("id " + type + ", n BIGINT"));
  }

  @Test
  void keysOfOtherTypesThatTheConnectorDoesNotMakeAreTaken() {
    Map<ArrowType, String> types =
        Map.of(
            ArrowType.LargeUtf8.INSTANCE,
            "STRING",
            ArrowType.LargeBinary.INSTANCE,
            "BINARY",
            new ArrowType.FixedSizeBinary(4),
            "BINARY",
            new ArrowType.Date(DateUnit.MILLISECOND),
            "DATE",
            new ArrowType.Int(16, false),
            "SMALLINT");
    types.forEach(
        (type, written) -> {
          Path own = folder.resolve(type.getTypeID().name());
          new CommitTable(own, columns(type)).create();

          assertDoesNotThrow(
              () -> new PlannedWrites(own).append("id " + written + ", n BIGINT"), type::toString);
        });
  }

  private void table(ArrowType key) {
    new CommitTable(folder, columns(key)).create();
  }

  private static Schema columns(ArrowType key) {
    return new Schema(List.of(CommitTable.key("id", key), Field.nullable("n", CommitTable.LONG)));
  }
}
