package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who keep what they read of a table that this JVM has changed its rows or columns. */
public final class TableChanges {
  private static final Logger LOG = LoggerFactory.getLogger(TableChanges.class);
  private static final List<Consumer<TableAddress>> LISTENERS = new CopyOnWriteArrayList<>();

  private TableChanges() {}

  /**
   * @param listener called in the thread that made the change, from now on and for good
   */
  public static void subscribe(Consumer<TableAddress> listener) {
    LISTENERS.add(listener);
  }

  /** To be called when the change is committed: a listener's failure is only logged. */
  public static void announce(TableAddress table) {
    for (Consumer<TableAddress> listener : LISTENERS) {
      try {
        listener.accept(table);
      } catch (Exception e) {
        // Scala code throws checked exceptions that it does not declare.
        LOG.warn("Could not tell a reader of table {} that it has changed.", table, e);
      }
    }
  }
}
