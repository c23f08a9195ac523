package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A write that the table holds already is not made again, and says so. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class TransactionIdTest {
  private Docs docs;

  @BeforeEach
  void writeOnce(SparkSession spark, Database database) {
    docs = new Docs(spark, database);
    write("append", 0, 10, 7);
  }

  private void write(String mode, int from, int to, long version) {
    docs.writer(docs.spark().range(from, to).toDF())
        .mode(mode)
        .option("primary_key", Docs.KEY)
        .option("txn_app_id", "query-1")
        .option("txn_version", version)
        .save();
  }

  private List<String> said(String mode, int from, int to, long version) {
    try (ConnectorLog log = ConnectorLog.open()) {
      write(mode, from, to, version);
      return log.lines("Did not write");
    }
  }

  @Test
  void saysThatAWriteWasAppliedBefore() {
    assertEquals(
        List.of(
            "INFO Did not write 10 rows to table %s: version 7 of application 'query-1' was applied before."
                .formatted(docs.table().folder())),
        said("append", 0, 10, 7));
    assertEquals(10, docs.read().count());
  }

  @Test
  void warnsOfRowsOfAnOlderVersion() {
    String warning =
        "WARN Did not write %d rows to table %s: they are version 0 of application 'query-1', and the table holds its version 7 already. When its versions begin anew, as they do with a new checkpoint, give it another 'txn_app_id'.";
    assertEquals(List.of(warning.formatted(25, docs.table().folder())), said("append", 10, 35, 0));
    assertEquals(
        List.of(warning.formatted(3, docs.table().folder())), said("overwrite", 10, 13, 0));
    assertEquals(10, docs.read().count());
    assertEquals(List.of(), said("append", 10, 35, 8));
    assertEquals(35, docs.read().count());
  }
}
