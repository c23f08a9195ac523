package io.sparklancedb.read;

import io.sparklancedb.dataset.TableReference;
import java.io.Serializable;
import java.util.List;

/**
 * The rows of a version for which filters hold.
 *
 * @param filters Lance SQL
 * @param unanswered those of the filters that no index has answered: they are evaluated where rows
 *     come by their ids
 */
record ScanSource(TableReference table, List<String> filters, List<String> unanswered)
    implements Serializable {
  ScanSource {
    filters = List.copyOf(filters);
    unanswered = List.copyOf(unanswered);
  }

  /** For {@code EXPLAIN}. */
  String description() {
    return "lancedb %s version %d%s"
        .formatted(
            table.address(), table.version(), filters.isEmpty() ? "" : ", filters " + filters);
  }
}
