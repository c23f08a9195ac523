package io.sparklancedb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.AlterationStep;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.WriteErrors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A statement of several versions that fails says which of them are there. */
class AlterationStepsTest {
  private static final LanceDbException FAILED =
      WriteErrors.notChanged("/data/docs.lance", "disk is full", null);
  private static final OutcomeUnknownException UNKNOWN =
      WriteErrors.changeUnknown("/data/docs.lance", "the answer is lost", null);

  private final List<String> done = new ArrayList<>();

  @Test
  void nothingIsLeftToBeSaidWhenTheFirstFails() {
    assertSame(FAILED, assertThrows(LanceDbException.class, steps(0, FAILED)::run));
    assertEquals(List.of(), done);
  }

  @Test
  void whatIsDoneAndWhatIsNotIsNamed() {
    assertEquals(
        "Cannot alter table 'docs' as a whole: done is the drop of 'a', 'b'; not done is the addition of 'c', the change of the properties 'team'. Cannot change table '/data/docs.lance': disk is full. Nothing of this change is in the table. Mend that, and change it again. Then alter what is lacking by a statement of its own.",
        assertThrows(LanceDbException.class, steps(1, FAILED)::run).getMessage());
    assertEquals(List.of("drop"), done);
    assertEquals(
        "Cannot alter table 'docs' as a whole: done is the drop of 'a', 'b', the addition of 'c'; not done is the change of the properties 'team'. Cannot change table '/data/docs.lance': disk is full. Nothing of this change is in the table. Mend that, and change it again. Then alter what is lacking by a statement of its own.",
        assertThrows(LanceDbException.class, steps(2, FAILED)::run).getMessage());
  }

  @Test
  void whatNobodyCanTellIsNamed() {
    String end =
        " Cannot tell whether the change of table '/data/docs.lance' happened: the answer is lost. Look at the table and its versions before you change it again. Then alter what is lacking by a statement of its own.";
    assertEquals(
        "Cannot tell whether table 'docs' was altered as a whole: nobody knows of the drop of 'a', 'b'; not done is the addition of 'c', the change of the properties 'team'."
            + end,
        assertThrows(OutcomeUnknownException.class, steps(0, UNKNOWN)::run).getMessage());
    assertEquals(
        "Cannot tell whether table 'docs' was altered as a whole: done is the drop of 'a', 'b', the addition of 'c'; nobody knows of the change of the properties 'team'."
            + end,
        assertThrows(OutcomeUnknownException.class, steps(2, UNKNOWN)::run).getMessage());
  }

  @Test
  void aDefectOfOursRisesAsItIs() {
    NullPointerException defect = new NullPointerException("ours");
    assertSame(defect, assertThrows(NullPointerException.class, steps(1, defect)::run));
  }

  private AlterationSteps steps(int failing, RuntimeException failure) {
    done.clear();
    AlterationSteps steps = new AlterationSteps("docs");
    steps.add(AlterationStep.DROP, List.of("a", "b"), step("drop", failing == 0, failure));
    steps.add(AlterationStep.CHANGE, List.of(), step("nothing", true, failure));
    steps.add(AlterationStep.ADDITION, List.of("c"), step("addition", failing == 1, failure));
    steps.add(
        AlterationStep.PROPERTIES, List.of("team"), step("properties", failing == 2, failure));
    return steps;
  }

  private Runnable step(String name, boolean fails, RuntimeException failure) {
    return () -> {
      if (fails) {
        throw failure;
      }
      done.add(name);
    };
  }
}
