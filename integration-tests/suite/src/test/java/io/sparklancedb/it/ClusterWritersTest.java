package io.sparklancedb.it;

import io.sparklancedb.it.TableChange.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two drivers, each with an executor of its own in a standalone cluster, change the same keys at
 * the same time: some serial order explains the rows. {@code -Dprograms=} and {@code -Dseed=} run
 * more of them, or one again.
 */
@ExtendWith(SparkExtension.class)
@Tag("soak")
class ClusterWritersTest {
  private static final int ROUNDS = Integer.getInteger("programs", 12);
  private static final long SEED = Long.getLong("seed", 1);
  private static final List<Kind> KINDS =
      List.of(Kind.UPSERT, Kind.INSERT_ONLY, Kind.UPDATE_ONLY, Kind.DELETE, Kind.SYNC);

  @TempDir private static Path installation;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.start(SparkHome.withBundle(installation, SparkLine.current()), 2);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan", "index", "job", "task"})
  void c16WritersOnAClusterHaveASerialOrder(String way, SparkSession spark, Database database) {
    try (OtherDriver one = OtherDriver.start(database, cluster.master(), way);
        OtherDriver other = OtherDriver.start(database, cluster.master(), way)) {
      Random random = new Random(SEED);
      Map<Long, String> first = ConcurrentWritersTest.firstRows(spark, database, random);
      for (int round = 0; round < ROUNDS; round++) {
        TableChange change = change(random, "one" + round);
        TableChange otherChange = change(random, "other" + round);
        one.begin(change);
        other.begin(otherChange);
        List<List<TableChange>> committed =
            List.of(
                one.end() ? List.of(change) : List.of(),
                other.end() ? List.of(otherChange) : List.of());
        String story = "way %s, seed %d, round %d".formatted(way, SEED, round);
        first = ConcurrentWritersTest.requireSerialOrder(story, first, committed, database);
      }
    }
    cluster.awaitNoExecutors();
  }

  private static TableChange change(Random random, String text) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    return new TableChange(kind, ConcurrentWritersTest.keys(random), text);
  }
}
