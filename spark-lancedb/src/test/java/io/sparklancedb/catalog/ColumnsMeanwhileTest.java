package io.sparklancedb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.commit.FirstVersion;
import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two statements that were planned on the same version of a table. */
class ColumnsMeanwhileTest {
  private static final ArrowType LONG = new ArrowType.Int(64, true);

  @TempDir private Path folder;
  private TableSnapshot planned;

  @BeforeEach
  void makeTable() {
    Field struct =
        new Field(
            "s",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(Field.nullable("a", LONG), Field.nullable("b", LONG)));
    FirstVersion.empty(
        address(),
        new Schema(List.of(Field.nullable("id", LONG), Field.nullable("n", LONG), struct)),
        Optional.empty());
    planned = newest();
  }

  @Test
  void aColumnIsAddedOnce() {
    apply(add("added"));

    assertEquals(refusal("added"), refused(add("added")));
    assertEquals(List.of("id", "n", "s", "added"), columns());
  }

  @Test
  void aFieldIsAddedOnceAndToAStructThatIsThere() {
    apply(add("s", "c"));
    assertEquals(refusal("s.c"), refused(add("s", "c")));

    apply(drop("s"));
    assertEquals(refusal("s.d"), refused(add("s", "d")));
    assertEquals(List.of("id", "n"), columns());
  }

  @Test
  void aColumnIsDroppedOnce() {
    apply(drop("n"));

    assertEquals(refusal("n"), refused(drop("n")));
    assertEquals(List.of("id", "s"), columns());
  }

  private static TableChange add(String... path) {
    return TableChange.addColumn(path, DataTypes.LongType, true, null, null, null);
  }

  private static TableChange drop(String... path) {
    return TableChange.deleteColumn(path, false);
  }

  private void apply(TableChange change) {
    ColumnChanges.apply("docs", "lance.default.docs", planned, change);
  }

  private String refused(TableChange change) {
    return assertThrows(LanceDbException.class, () -> apply(change)).getMessage();
  }

  private String refusal(String column) {
    return "Cannot change table '%s': another writer added, changed or dropped column '%s' meanwhile. Nothing of this change is in the table. Look at its columns, and change it again."
        .formatted(address().uri(), column);
  }

  private List<String> columns() {
    return newest().schema().getFields().stream().map(Field::getName).toList();
  }

  private TableSnapshot newest() {
    return TableLoader.load(address(), new VersionSelector.Latest()).orElseThrow();
  }

  private TableAddress address() {
    return TableAddress.of(
        new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, CacheSizes.DEFAULT);
  }
}
