package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.commit.FirstVersion;
import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.LogicalWriteInfoImpl;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Writes to the table {@code docs} of a folder, as Spark has the connector plan them. */
final class PlannedWrites {
  private final Path folder;
  private final Keyless keyless;

  /** Those of {@code format("lancedb")}. */
  PlannedWrites(Path folder) {
    this(folder, Keyless.REFUSE);
  }

  PlannedWrites(Path folder, Keyless keyless) {
    this.folder = folder;
    this.keyless = keyless;
  }

  /** Makes the table, with the columns that a write of such rows would give it. */
  PlannedWrites table(String rows, String... options) {
    LanceDbOptions parsed = parsed(options);
    WriteConfig config = parsed.writeConfig();
    StructType columns = StructType.fromDDL(rows);
    TaskPlan plan =
        new WritePlanner(
                parsed.address(), config, keyless, columns, new WriteMode.Upsert(config.rules()))
            .plan(Optional.empty());
    FirstVersion.empty(
        plan.address(), plan.target().with(Map.of()), Optional.ofNullable(plan.storageVersion()));
    return this;
  }

  /**
   * Plans to append rows.
   *
   * @param rows their columns, as Spark's DDL
   * @param options a name and a value in turn
   */
  Write append(String rows, String... options) {
    return builder(StructType.fromDDL(rows), options).build();
  }

  Write append(StructType rows, String... options) {
    return builder(rows, options).build();
  }

  /** Plans to replace all rows. */
  Write overwrite(String rows, String... options) {
    return builder(StructType.fromDDL(rows), options).truncate().build();
  }

  /** The commits of an append. */
  CommitSeries commits(String rows, String... options) {
    return ((LanceDbBatchWrite) append(rows, options).toBatch()).commits();
  }

  /** Plans the inserts of a statement. */
  Write merge(String rows, String... options) {
    LanceDbWriteBuilder builder = builder(StructType.fromDDL(rows), options);
    builder.insertNew();
    return builder.build();
  }

  /** Plans an update. */
  Write update(String rows, String... options) {
    LanceDbOptions parsed = parsed(options);
    return new LanceDbDeltaWriteBuilder(
            TableLoader.load(parsed.address(), new VersionSelector.Latest()).orElseThrow(),
            parsed.writeConfig(),
            info(StructType.fromDDL(rows)),
            "update")
        .build();
  }

  private LanceDbOptions parsed(String... options) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    all.put("db_uri", folder.toString());
    all.put("table_name", "docs");
    return LanceDbOptions.of(all);
  }

  private LanceDbWriteBuilder builder(StructType rows, String... options) {
    LanceDbOptions parsed = parsed(options);
    TableAddress address = parsed.address();
    WriteConfig config = parsed.writeConfig();
    return new LanceDbWriteBuilder(
        address,
        TableLoader.load(address, new VersionSelector.Latest()),
        config,
        config,
        keyless,
        info(rows));
  }

  private static LogicalWriteInfo info(StructType rows) {
    return new LogicalWriteInfoImpl(
        "query", rows, CaseInsensitiveStringMap.empty(), Optional.empty(), Optional.empty());
  }

  /** Plans a write. */
  interface Planning {
    Write plan();
  }

  /** Refused with this message, where {@code TABLE} is the table's address; nothing is left. */
  void assertRefused(String message, Planning planning) {
    List<String> before = files();

    LanceDbException e = assertThrows(LanceDbException.class, planning::plan);

    assertEquals(message, e.getMessage().replace(folder + "/docs.lance", "TABLE"));
    assertEquals(before, files());
  }

  private List<String> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
