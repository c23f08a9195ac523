package io.sparklancedb.commit;

import static io.sparklancedb.commit.CommitTable.KEYED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.IndexDeclaration.Kind;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.index.IndexSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;

/** A write keeps in the table which indexes it declares, and has them made. */
class DeclaredIndexesTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void makeTable() {
    table = new CommitTable(folder, KEYED);
    table.append(row(1, 10), row(2, 20));
  }

  private static Row row(long id, long n) {
    return Row.row(id, n);
  }

  private static Map<String, Optional<IndexDeclaration>> onN(Kind kind, String... parameter) {
    Map<String, String> parameters =
        parameter.length == 0 ? Map.of() : Map.of(parameter[0], parameter[1]);
    return Map.of("n", Optional.of(new IndexDeclaration(kind, parameters)));
  }

  /** A write without rows. */
  private void declare(Map<String, Optional<IndexDeclaration>> indexes) {
    table.write(UPSERT).indexes(indexes).change();
  }

  private Map<String, String> properties() {
    return new TreeMap<>(TableLoader.properties(table.newest().reference()));
  }

  private List<String> indexes() {
    return IndexSummary.of(table.newest().reference()).stream()
        .map(
            index ->
                "%s %s %d %s".formatted(index.name(), index.type(), index.rows(), index.state()))
        .toList();
  }

  private String uuid() {
    StringBuilder found = new StringBuilder();
    table.change(
        dataset ->
            dataset.getIndexes().stream()
                .filter(index -> index.name().equals("n_idx"))
                .forEach(index -> found.append(index.uuid())));
    return found.toString();
  }

  private void makeOther(IndexType type, String kind, String name) {
    IndexParams params =
        IndexParams.builder().setScalarIndexParams(ScalarIndexParams.create(kind, "{}")).build();
    table.change(
        dataset ->
            dataset.createIndex(
                IndexOptions.builder(List.of("n"), type, params).withIndexName(name).build()));
  }

  @Test
  void aDeclarationIsMadeChangedAndTakenBackWithoutRows() {
    declare(onN(Kind.BITMAP));
    assertEquals(List.of("id_idx BTree 2 built", "n_idx Bitmap 2 built"), indexes());
    assertEquals(Map.of("index.n", "bitmap"), properties());

    declare(onN(Kind.ZONEMAP, "rows_per_zone", "100"));
    assertEquals(List.of("id_idx BTree 2 built", "n_idx ZoneMap 2 built"), indexes());
    assertEquals(Map.of("index.n", "zonemap(rows_per_zone=100)"), properties());

    declare(Map.of("n", Optional.empty()));
    assertEquals(List.of("id_idx BTree 2 built"), indexes());
    assertEquals(Map.of(), properties());
  }

  @Test
  void anUnchangedDeclarationMakesNoVersion() {
    declare(onN(Kind.ZONEMAP, "rows_per_zone", "100"));
    long version = table.newest().reference().version();
    declare(onN(Kind.ZONEMAP, "rows_per_zone", "100"));
    declare(Map.of("label", Optional.empty()));

    assertEquals(version, table.newest().reference().version());
  }

  @Test
  void otherParametersReplaceTheIndex() {
    declare(onN(Kind.ZONEMAP, "rows_per_zone", "100"));
    String first = uuid();
    declare(onN(Kind.ZONEMAP, "rows_per_zone", "50"));

    assertTrue(!first.isEmpty() && !first.equals(uuid()));
    assertEquals(Map.of("index.n", "zonemap(rows_per_zone=50)"), properties());
  }

  @Test
  void whatAnotherClientHasMadeStays() {
    makeOther(IndexType.BTREE, "btree", "n_idx");
    makeOther(IndexType.ZONEMAP, "zonemap", "theirs");
    String theirs = uuid();
    declare(onN(Kind.BITMAP));

    assertEquals(
        List.of(
            "id_idx BTree 2 built",
            "n_idx BTree 2 built",
            "n_idx bitmap 0 not built: Cannot make the index 'n_idx': one that another client has made has the name. Drop that by its client, or write with 'index.n' = 'none'",
            "theirs ZoneMap 2 built"),
        indexes());
    declare(Map.of("n", Optional.empty()));
    assertEquals(
        List.of("id_idx BTree 2 built", "n_idx BTree 2 built", "theirs ZoneMap 2 built"),
        indexes());
    assertEquals(theirs, uuid());
    assertEquals(Map.of(), properties());
  }

  @Test
  void anIndexOfTheKindThatAnotherClientHasMadeIsEnough() {
    makeOther(IndexType.BITMAP, "bitmap", "theirs");
    declare(onN(Kind.BITMAP));

    assertEquals(List.of("id_idx BTree 2 built", "theirs Bitmap 2 built"), indexes());
  }

  @Test
  void aReplacementThatWasCutShortIsDoneByTheNextWrite() {
    declare(onN(Kind.BITMAP));
    Alterations.changeProperties(table.address(), Map.of("index.n", "btree"), Set.of());
    assertEquals(Map.of("index.n", "btree", "replaced_index.n", "bitmap"), properties());
    assertEquals(
        List.of(
            "id_idx BTree 2 built",
            "n_idx Bitmap 2 built, to be replaced: the next write tries",
            "n_idx btree 0 not built: the next write tries"),
        indexes());

    table.write(UPSERT).rows(row(3, 30)).change();
    assertEquals(Map.of("index.n", "btree"), properties());
    assertEquals(List.of("id_idx BTree 2 built", "n_idx BTree 3 built"), indexes());
  }

  @Test
  void aFailureLeavesTheRowsAndIsTold() {
    declare(Map.of("n", Optional.of(new IndexDeclaration(Kind.FTS, Map.of()))));

    String told = indexes().get(1);
    assertTrue(told.startsWith("n_idx fts 0 not built: "), told);
    table.write(UPSERT).rows(row(3, 30)).change();
    assertEquals(3, table.rows().size());
  }
}
