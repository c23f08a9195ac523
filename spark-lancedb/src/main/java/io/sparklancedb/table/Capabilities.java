package io.sparklancedb.table;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCapability;

/** What tables can do, in the words that this Spark has for it. */
final class Capabilities {
  private static final Optional<TableCapability> SCHEMA_EVOLUTION =
      Arrays.stream(TableCapability.values())
          .filter(capability -> capability.name().equals("AUTOMATIC_SCHEMA_EVOLUTION"))
          .findFirst();

  private Capabilities() {}

  /** From Spark 4.1 on. */
  static boolean hasSchemaEvolution() {
    return SCHEMA_EVOLUTION.isPresent();
  }

  /** These, and {@code MERGE WITH SCHEMA EVOLUTION} where Spark has it. */
  static Set<TableCapability> withSchemaEvolution(TableCapability... known) {
    Set<TableCapability> all = EnumSet.copyOf(List.of(known));
    SCHEMA_EVOLUTION.ifPresent(all::add);
    return all;
  }
}
