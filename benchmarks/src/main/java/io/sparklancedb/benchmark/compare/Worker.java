package io.sparklancedb.benchmark.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * The process of one system: reads orders on standard input, one a line, and writes events.
 *
 * <p>Arguments: the system, the folder of the run.
 */
public final class Worker {
  /** In the place of a system: makes the rows. */
  static final String SOURCE = "source";

  private Worker() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream events = System.out;
    // Events alone are on standard output, whatever a library prints.
    System.setOut(System.err);
    Consumer<Event> say = event -> events.println(Event.MARK + event.line());
    Path folder = Path.of(arguments[1]);
    Path database = Files.createDirectories(folder.resolve("tables-" + arguments[0]));
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      if (arguments[0].equals(SOURCE)) {
        makeSources(folder, orders, say);
      } else {
        takeTurns(Contender.of(arguments[0]), folder, database, orders, say);
      }
    }
  }

  private static void makeSources(Path folder, BufferedReader orders, Consumer<Event> events)
      throws IOException {
    try (SparkSession spark = Session.open(folder, Map.of())) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        TurnOrder order = TurnOrder.parse(line);
        SourceRows rows = new SourceRows(spark, order.source());
        Checksum base = rows.makeBase();
        events.accept(new Event.Check(Operations.LOAD, base.toString()));
        for (Share share : order.shares()) {
          Checksum merged = rows.makeUpsert(share, base);
          events.accept(new Event.Check(Operations.upsert(share), merged.toString()));
        }
        events.accept(new Event.End());
      }
    }
  }

  private static void takeTurns(
      Contender contender,
      Path folder,
      Path database,
      BufferedReader orders,
      Consumer<Event> events)
      throws IOException {
    int turns = 0;
    try (SparkSession spark = Session.open(folder, contender.configuration(database))) {
      TableSystem system = contender.open(spark, database);
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        new Turn(system, database, TurnOrder.parse(line), turns++, events).run();
        // Gives memory back while others have their turn.
        System.gc();
        events.accept(new Event.End());
      }
    }
  }
}
