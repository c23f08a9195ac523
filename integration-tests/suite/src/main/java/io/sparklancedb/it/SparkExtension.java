package io.sparklancedb.it;

import io.sparklancedb.arrow.ArrowMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Owns the one Spark of this JVM, {@code local[2,4]} (two cores, four attempts of a task), and
 * gives each test that asks for a {@link SparkSession} a session of its own on it (so that what it
 * sets, such as {@code spark.sql.session.timeZone}, is gone afterwards), and for a {@link Database}
 * a new one.
 */
public final class SparkExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(SparkExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == SparkSession.class || type == Database.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class
        ? session(context)
        : context.getStore(OURS).getOrComputeIfAbsent(Folder.class).database();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    SparkSession.clearActiveSession();
    // A task that was cut short may still be closing.
    Poll.until("no Arrow memory is held", () -> ArrowMemory.allocatedBytes() == 0);
  }

  private static SparkSession session(ExtensionContext context) {
    Spark spark = context.getRoot().getStore(OURS).getOrComputeIfAbsent(Spark.class);
    SparkSession session =
        context
            .getStore(OURS)
            .getOrComputeIfAbsent(
                SparkSession.class, key -> spark.first.newSession(), SparkSession.class);
    SparkSession.setActiveSession(session);
    return session;
  }

  /** Ends with the JVM's tests. */
  static final class Spark implements CloseableResource {
    private final SparkSession first =
        SparkSession.builder()
            .master("local[2,4]")
            .appName("integration tests")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .getOrCreate();

    @Override
    public void close() {
      first.stop();
    }
  }

  /** Ends with the test. */
  static final class Folder implements CloseableResource {
    private final Path root = Files.createTempDirectory("lancedb-");

    Folder() throws IOException {}

    Database database() {
      return new Database(root);
    }

    /** A task that was cancelled may still remove files of its own. */
    @Override
    public void close() throws IOException {
      try (Stream<Path> below = Files.walk(root)) {
        for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
