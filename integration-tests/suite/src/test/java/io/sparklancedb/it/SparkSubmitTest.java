package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.it.app.KeepDocuments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Spark as users start it: the bundle is on {@code --jars} and on no class path. */
@ExtendWith(SparkExtension.class)
class SparkSubmitTest {
  private static final Duration RUN = Duration.ofMinutes(4);

  @TempDir private Path folder;
  private SparkHome home;

  @BeforeEach
  void layOutSpark() throws Exception {
    home = SparkHome.in(folder, SparkLine.current());
  }

  @Test
  @Tag("contract")
  void x9RunsFromJarsOnTheCommandLine(Database database) throws Exception {
    run("local[2]", List.of(), database);
  }

  @Test
  @Tag("faults")
  void x10RunsWithKryo(Database database) throws Exception {
    run(
        "local[2]",
        List.of("--conf", "spark.serializer=org.apache.spark.serializer.KryoSerializer"),
        database);
  }

  @Test
  @Tag("faults")
  void x10RunsInTheExecutorsOfALocalCluster(Database database) throws Exception {
    run("local-cluster[2,1,1024]", List.of("--executor-memory", "1g"), database);
  }

  @Test
  @Tag("faults")
  void x10RunsOnAStandaloneCluster(Database database) throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(home, 2)) {
      run(cluster.master(), List.of("--executor-memory", "1g"), database);
    }
  }

  private void run(String master, List<String> options, Database database) throws Exception {
    try (ChildProcess submit = home.submit(master, options, KeepDocuments.class, database.uri())) {
      assertEquals(0, submit.awaitExit(RUN), () -> submit.output() + "\n" + home.executorLogs());
    }
    assertEquals(1500, new NativeTable(database.table("documents")).count());
  }
}
