package io.sparklancedb.table;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCapability;

/** What tables can do, in the words that this Spark has for it. */
final class Capabilities {
  /** From 4.1 on. */
  private static final String SCHEMA_EVOLUTION = "AUTOMATIC_SCHEMA_EVOLUTION";

  private Capabilities() {}

  /** These, and {@code MERGE WITH SCHEMA EVOLUTION} where Spark has it. */
  static Set<TableCapability> withSchemaEvolution(TableCapability... known) {
    Set<TableCapability> all = EnumSet.copyOf(List.of(known));
    for (TableCapability capability : TableCapability.values()) {
      if (capability.name().equals(SCHEMA_EVOLUTION)) {
        all.add(capability);
      }
    }
    return all;
  }
}
