package io.sparklancedb.catalog;

import io.sparklancedb.error.AlterationStep;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OutcomeUnknownException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The versions that one statement makes, one after the other; a failure tells how far it came. */
final class AlterationSteps {
  private final String table;
  private final List<String> texts = new ArrayList<>();
  private final List<Runnable> steps = new ArrayList<>();

  AlterationSteps(String table) {
    this.table = table;
  }

  /**
   * @param names of the columns or properties; when there are none there is no such step
   */
  void add(AlterationStep kind, Collection<String> names, Runnable step) {
    if (!names.isEmpty()) {
      texts.add(kind.of(names));
      steps.add(step);
    }
  }

  void run() {
    for (int i = 0; i < steps.size(); i++) {
      try {
        steps.get(i).run();
      } catch (OutcomeUnknownException e) {
        throw steps.size() == 1 ? e : unknown(i, e);
      } catch (LanceDbException e) {
        throw i == 0 ? e : partly(i, e);
      }
    }
  }

  private LanceDbException unknown(int at, OutcomeUnknownException cause) {
    return CatalogErrors.perhapsAltered(
        table, texts.subList(0, at), texts.get(at), texts.subList(at + 1, texts.size()), cause);
  }

  private LanceDbException partly(int done, LanceDbException cause) {
    return CatalogErrors.partlyAltered(
        table, texts.subList(0, done), texts.subList(done, texts.size()), cause);
  }
}
