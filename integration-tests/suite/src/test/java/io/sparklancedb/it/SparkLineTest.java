package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.ValueVector;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.Dataset;

@ExtendWith(SparkExtension.class)
@Tag("contract")
class SparkLineTest {
  private final SparkLine line = SparkLine.current();

  @Test
  void sparkIsTheOneThatTheModuleNames(SparkSession spark) {
    assertEquals(line.sparkVersion(), spark.version());
    assertEquals(10, spark.range(10).count());
  }

  @Test
  void javaIsNoOlderThanTheModuleAsksFor() {
    int java = Runtime.version().feature();
    assertTrue(java >= line.leastJava(), "Java " + java);
  }

  @Test
  void theReadmeNamesThisLine() throws IOException {
    String row =
        Files.readAllLines(SparkLine.root().resolve("README.md")).stream()
            .filter(text -> text.startsWith("| " + line.sparkVersion() + " |"))
            .findFirst()
            .orElse("no row");
    assertTrue(row.contains(line.scalaVersion()), row);
  }

  @Test
  void scalaIsTheOneThatTheModuleNames() {
    String core = SparkLine.jarOf(SparkContext.class).getFileName().toString();
    assertEquals("spark-core_" + line.scalaVersion() + "-" + line.sparkVersion() + ".jar", core);
  }

  @Test
  void arrowIsTheOneThatThisSparkBrings() {
    Path arrow = SparkLine.jarOf(ValueVector.class);
    assertEquals("arrow-vector-" + line.arrowVersion() + ".jar", arrow.getFileName().toString());
    assertTrue(line.sparkJars().contains(arrow));
  }

  @Test
  void theConnectorAndLanceComeFromTheBundleAlone() {
    Path bundle = SparkLine.bundle();
    assertTrue(bundle.getFileName().toString().endsWith("-bundle.jar"), bundle.toString());
    assertEquals(bundle, SparkLine.jarOf(LanceDbException.class));
    assertEquals(bundle, SparkLine.jarOf(Dataset.class));
    assertEquals(bundle, SparkLine.jarOf(Data.class));
    assertFalse(line.sparkJars().contains(bundle));
  }

  @Test
  void theClassPathHasNoOtherCopyOfTheConnector() {
    assertEquals(
        1,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("spark-lancedb" + File.separator + "target"))
            .count());
  }
}
