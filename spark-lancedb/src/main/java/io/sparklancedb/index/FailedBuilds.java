package io.sparklancedb.index;

import io.sparklancedb.config.TableAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Why indexes could not be made, as far as this JVM has tried last. */
final class FailedBuilds {
  private static final Map<Column, String> REASONS = new ConcurrentHashMap<>();

  private record Column(String table, String name) {}

  private FailedBuilds() {}

  static void note(TableAddress table, String column, String reason) {
    REASONS.put(new Column(table.uri(), column), reason);
  }

  static void forget(TableAddress table, String column) {
    REASONS.remove(new Column(table.uri(), column));
  }

  static Optional<String> reason(TableAddress table, String column) {
    return Optional.ofNullable(REASONS.get(new Column(table.uri(), column)));
  }
}
