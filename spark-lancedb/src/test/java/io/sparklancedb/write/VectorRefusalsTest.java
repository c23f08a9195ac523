package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorRefusalsTest {
  @TempDir private Path folder;
  private PlannedWrites writes;

  @BeforeEach
  void atAFolder() {
    writes = new PlannedWrites(folder);
  }

  private static String rows(String embedding) {
    return "id STRING, n BIGINT, embedding " + embedding;
  }

  @Test
  void refusesAVectorOptionOfNoColumn() {
    writes.assertRefused(
        "Cannot make column 'embeding' a vector: there is no such column. Correct or leave out 'vector.embeding'.",
        () -> writes.append(rows("ARRAY<FLOAT>"), "primary_key", "id", "vector.embeding", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRING", "ARRAY<INT>", "ARRAY<STRING>", "ARRAY<ARRAY<FLOAT>>", "FLOAT"})
  void refusesAVectorOptionOfAColumnThatIsNoArrayOfNumbers(String type) {
    writes.assertRefused(
        "Cannot make column 'embedding' a vector: its type is %s. Cast it to ARRAY<FLOAT> or ARRAY<DOUBLE>, or leave 'vector.embedding' out."
            .formatted(type),
        () -> writes.append(rows(type), "primary_key", "id", "vector.embedding", "2"));
  }

  @ParameterizedTest
  @CsvSource({
    "float16,SMALLINT,FLOAT of 16 bits",
    "float32,INT,FLOAT",
    "float32,BIGINT,FLOAT",
    "float64,BIGINT,DOUBLE",
    "float64,'DECIMAL(3,1)',DOUBLE"
  })
  void refusesNumbersThatDoNotAllFitTheElements(String element, String from, String to) {
    writes.table(rows("ARRAY<FLOAT>"), "primary_key", "id", "vector.embedding", "3:" + element);
    writes.assertRefused(
        "Cannot write column 'embedding': values of type ARRAY<%s> do not all fit the table's ARRAY<%s> of 3 values. Cast the column first."
            .formatted(from, to),
        () -> writes.append(rows("ARRAY<" + from + ">")));
  }

  @ParameterizedTest
  @CsvSource({
    "float16,TINYINT",
    "float32,TINYINT",
    "float32,SMALLINT",
    "float64,INT",
    "float64,FLOAT"
  })
  void takesNumbersThatTheElementsHold(String element, String from) {
    writes.table(rows("ARRAY<FLOAT>"), "primary_key", "id", "vector.embedding", "3:" + element);
    assertDoesNotThrow(() -> writes.append(rows("ARRAY<" + from + ">")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "3:float16", "3:float64"})
  void refusesAVectorOptionThatContradictsTheTable(String option) {
    String rows = rows("ARRAY<FLOAT>");
    writes.table(rows, "primary_key", "id", "vector.embedding", "3");
    writes.assertRefused(
        "Cannot use option 'vector.embedding': the table's column is 3:float32. Leave the option out.",
        () -> writes.append(rows, "vector.embedding", option));
    writes.assertRefused(
        "Cannot use option 'vector.n': the table's column is no vector. Leave the option out.",
        () -> writes.append(rows, "vector.n", "3"));
    assertDoesNotThrow(() -> writes.append(rows, "vector.embedding", "3"));
    assertDoesNotThrow(() -> writes.append(rows, "vector.embedding", "3:float32"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "8:int8", "8:", "99999999999", ""})
  void refusesAVectorOptionThatIsNone(String option) {
    writes.assertRefused(
        "Cannot use option 'vector.embedding' = '%s': expected a dimension such as '768', or a dimension and an element type such as '768:float16' (float16, float32 or float64). Leave it out to use what the data has."
            .formatted(option),
        () -> writes.append(rows("ARRAY<FLOAT>"), "primary_key", "id", "vector.embedding", option));
  }
}
