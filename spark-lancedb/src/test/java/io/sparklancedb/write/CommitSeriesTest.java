package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.key.KeyRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.FragmentMetadata;

class CommitSeriesTest {
  @TempDir private Path folder;

  @Test
  void aTableIsNotMadeBeforeTheDimensionOfItsVectorsIsKnown() {
    CommitSeries commits = series();

    assertEquals(false, commits.commitPart(results(List.of(Map.of()))));
    assertEquals(0, commits.done().commits());
  }

  @Test
  void tasksThatHaveWrittenNothingMakeNoVersion() {
    TaskResult nothing =
        new TaskResult(List.of(), KeyRange.EMPTY, KeyRange.EMPTY, Map.of("embedding", 3), null);

    assertEquals(false, series().commitPart(new TaskResults(List.of(nothing))));
  }

  @Test
  void tasksThatDoNotAgreeOnADimensionEndTheWrite() {
    assertEquals(
        "Cannot write column 'embedding': it has vectors of 3 and of 4 values. Set 'vector.embedding' to the dimension, and mend or drop the others.",
        assertThrows(
                LanceDbException.class,
                () ->
                    series()
                        .commitPart(
                            results(List.of(Map.of("embedding", 4), Map.of("embedding", 3)))))
            .getMessage());
  }

  private CommitSeries series() {
    return new PlannedWrites(folder)
        .commits("id BIGINT, embedding ARRAY<FLOAT>", "primary_key", "id");
  }

  private static TaskResults results(List<Map<String, Integer>> dimensions) {
    FragmentMetadata metadata = new FragmentMetadata(0, List.of(), 10L, null, null);
    WrittenFragment written =
        new WrittenFragment(metadata, List.of("id"), WrittenFragment.Content.ROWS);
    return new TaskResults(
        dimensions.stream()
            .map(
                found ->
                    new TaskResult(List.of(written), KeyRange.EMPTY, KeyRange.EMPTY, found, null))
            .toList());
  }
}
