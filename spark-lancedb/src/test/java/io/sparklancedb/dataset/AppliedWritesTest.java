package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.commit.Alterations;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.error.LanceDbException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Which writes of an application a version holds, by its schema. */
class AppliedWritesTest {
  private static final TableAddress DOCS =
      TableAddress.of(DatabaseUri.parse("/data"), "docs", StorageOptions.NONE);

  private static TableSnapshot snapshot(Map<String, String> metadata) {
    return new TableSnapshot(
        new TableReference(DOCS, 1, Instant.EPOCH),
        new Schema(List.of(), metadata),
        null,
        List.of(),
        List.of(),
        "2.1",
        0,
        TableSnapshot.RowIds.ADDRESSES);
  }

  @Test
  void holdsTheNewestWriteAndAllBefore() {
    TableSnapshot table = snapshot(Map.of("spark-lancedb.txn.app", "7"));

    assertEquals(OptionalLong.of(7), table.lastApplied("app"));
    assertEquals(OptionalLong.empty(), table.lastApplied("other"));
    assertTrue(table.hasApplied(new WriteTransaction("app", 7)));
    assertTrue(table.hasApplied(new WriteTransaction("app", 0)));
    assertFalse(table.hasApplied(new WriteTransaction("app", 8)));
    assertFalse(table.hasApplied(new WriteTransaction("other", 0)));
  }

  @Test
  void refusesWhatIsNoVersion() {
    TableSnapshot table = snapshot(Map.of("spark-lancedb.txn.app", "seven"));

    String refusal =
        "Cannot tell which write of its 'txn_app_id' table '/data/docs.lance' holds: its schema says 'spark-lancedb.txn.app' = 'seven', which is no version. Write with another 'txn_app_id'.";
    assertEquals(
        refusal,
        assertThrows(LanceDbException.class, () -> table.hasApplied(new WriteTransaction("app", 7)))
            .getMessage());
  }

  @Test
  void noTagIsTakenFromATableThatIsGone() {
    TableAddress gone = TableAddress.of(DatabaseUri.parse("/nowhere"), "docs", StorageOptions.NONE);

    assertEquals(
        "Cannot read table '/nowhere/docs.lance': there is none. Check 'db_uri' and 'table_name', or write it first.",
        assertThrows(LanceDbException.class, () -> Alterations.untag(gone, "good")).getMessage());
  }
}
