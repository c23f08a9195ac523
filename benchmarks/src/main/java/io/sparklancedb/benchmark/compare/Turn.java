package io.sparklancedb.benchmark.compare;

import com.sun.management.OperatingSystemMXBean;
import io.sparklancedb.benchmark.compare.TableSystem.Phase;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is measured of one system, from no table to no table. */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final String BASE = "base";

  /** How much oftener what takes milliseconds is measured. */
  private static final int SHORT_READS = 5;

  private final TableSystem system;
  private final Path database;
  private final TurnOrder order;
  private final Consumer<Event> events;
  private final Path state;

  /** The number of this turn is in the names of its tables: no process meets one again. */
  private final String suffix;

  private int copies;

  Turn(TableSystem system, Path database, TurnOrder order, int number, Consumer<Event> events) {
    this.system = system;
    this.database = database;
    this.order = order;
    this.events = events;
    this.suffix = "_" + number;
    this.state = database.resolveSibling(database.getFileName() + "-state");
  }

  void run() {
    try {
      if (load()) {
        Folders.copy(system.folder(base()), state);
        appends();
        String upserted = upserts();
        if (order.reads() > 0) {
          attempt(Operations.READ_STATE, () -> read(upserted));
        }
      }
    } finally {
      Folders.delete(state);
      Folders.deleteContents(database);
    }
  }

  private String base() {
    return BASE + suffix;
  }

  private boolean load() {
    Runnable load = () -> system.load(order.source().base(), base());
    return attempt(
        Operations.LOAD,
        () -> {
          if (system.measured().contains(Phase.LOAD)) {
            timeWrite(Operations.LOAD, load);
          } else {
            load.run();
          }
          check(Operations.LOAD, base());
        });
  }

  private void appends() {
    if (!system.measured().contains(Phase.APPEND)) {
      return;
    }
    for (Share share : order.shares()) {
      Path source = order.source().upsert(share);
      String table = "append" + suffix + "_" + copies++;
      attempt(
          Operations.append(share),
          () -> {
            system.makeEmpty(source, table);
            timeWrite(Operations.append(share), () -> system.append(source, table));
          });
      Folders.delete(system.folder(table));
    }
  }

  /** Returns the table that the last upsert left. */
  private String upserts() {
    String table = base();
    if (!system.measured().contains(Phase.UPSERT)) {
      return table;
    }
    for (Share share : order.shares()) {
      Path source = order.source().upsert(share);
      Folders.delete(system.folder(table));
      String restored = restore();
      attempt(
          Operations.upsert(share),
          () -> {
            system.prepareUpsert(source);
            // A process that upserts again and again has read the table's metadata before.
            system.read(ReadQuery.COUNT, restored, order.source(), 0);
            timeWrite(Operations.upsert(share), () -> system.upsert(source, restored));
            check(Operations.upsert(share), restored);
          });
      table = restored;
    }
    return table;
  }

  private String restore() {
    String name = system.nameOfCopy(base(), "copy" + suffix + "_" + copies++);
    Folders.delete(system.folder(name));
    Folders.copy(state, system.folder(name));
    return name;
  }

  private void read(String upserted) {
    Share share = order.shares().get(order.shares().size() - 1);
    String table = upserted;
    if (!system.measured().contains(Phase.UPSERT) || !system.readsItsOwnUpserts()) {
      table = restore();
      system.upsertToRead(order.source().upsert(share), table);
      check(Operations.upsert(share), table);
    }
    System.gc();
    for (ReadQuery query : ReadQuery.values()) {
      String read = table;
      if (system.answers(query)) {
        attempt(query.label(), () -> read(query, read));
      }
    }
  }

  private void read(ReadQuery query, String table) {
    Source source = order.source();
    long firstKey = source.rows() / 3;
    long answer = system.read(query, table, source, firstKey);
    if (order.checks()) {
      events.accept(new Event.Check(query.label(), Long.toString(answer)));
    }
    int reads = query.isShort() ? order.reads() * SHORT_READS : order.reads();
    for (int i = 1; i <= reads; i++) {
      long key = firstKey + i;
      time(query.label(), () -> system.read(query, table, source, key));
    }
  }

  private void check(String operation, String table) {
    if (order.checks()) {
      events.accept(new Event.Check(operation, system.checksum(table).toString()));
    }
  }

  /** What earlier work left, in memory and in shuffle files, is not the write's cost. */
  private void timeWrite(String operation, Runnable work) {
    System.gc();
    time(operation, work);
  }

  private void time(String operation, Runnable work) {
    Instant started = Instant.now();
    long cpuStart = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    long nanos = System.nanoTime() - start;
    events.accept(new Event.Lap(operation, started, nanos, PROCESS.getProcessCpuTime() - cpuStart));
  }

  private boolean attempt(String operation, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException | LinkageError e) {
      events.accept(new Event.Failure(operation, e.toString()));
      LOG.error("Cannot measure '{}'.", operation, e);
      return false;
    }
  }
}
