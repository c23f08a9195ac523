package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.operation.Overwrite;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;
import org.lance.schema.ColumnAlteration;

/** What another writer does to a table of {@link CommitTable#KEYED} with keys 1, 2 and 5. */
enum OtherWriter {
  APPENDS_OTHER_KEYS(
      table -> table.append(row(4, 40)), row(1, 10), row(2, 20), row(4, 40), row(5, 50)),
  APPENDS_THE_SAME_KEY(
      table -> table.append(row(3, 30)), row(1, 10), row(2, 20), row(3, 30), row(5, 50)),
  UPDATES_THE_SAME_ROW(table -> table.upsert("id", row(2, 22)), row(1, 10), row(2, 22), row(5, 50)),
  UPDATES_ANOTHER_ROW(table -> table.upsert("id", row(5, 55)), row(1, 10), row(2, 20), row(5, 55)),
  DELETES_THE_SAME_ROW(
      table -> table.change(dataset -> dataset.delete("id = 2")), row(1, 10), row(5, 50)),
  DELETES_ANOTHER_ROW(
      table -> table.change(dataset -> dataset.delete("id = 1")), row(2, 20), row(5, 50)),
  DELETES_A_FRAGMENT(
      table -> table.change(dataset -> dataset.delete("id = 5")), row(1, 10), row(2, 20)),
  DELETES_NO_ROW(
      table -> table.change(dataset -> dataset.delete("id = 9")),
      row(1, 10),
      row(2, 20),
      row(5, 50)),
  EMPTIES(table -> table.change(Dataset::truncateTable)),
  COMPACTS(table -> table.change(Dataset::compact), row(1, 10), row(2, 20), row(5, 50)),
  OVERWRITES(
      table ->
          table.change(
              dataset -> {
                List<FragmentMetadata> fragments =
                    CommitTable.fragments(
                        table.address().uri(),
                        CommitTable.KEYED,
                        List.of(row(2, 26), row(3, 36), row(6, 66)));
                CommitTable.commit(
                    dataset,
                    Overwrite.builder().fragments(fragments).schema(CommitTable.KEYED).build());
              }),
      row(2, 26),
      row(3, 36),
      row(6, 66)),
  RESTORES(
      table ->
          table.change(
              dataset -> {
                try (Dataset older = dataset.checkoutVersion(2)) {
                  older.restore();
                }
              }),
      row(1, 10),
      row(2, 20)),
  INDEXES(table -> table.index("n"), row(1, 10), row(2, 20), row(5, 50)),
  CONFIGURES(
      table ->
          table.change(
              dataset -> {
                UpdateMap team = UpdateMap.builder().updates(Map.of("team", "search")).build();
                CommitTable.commit(dataset, UpdateConfig.builder().configUpdates(team).build());
              }),
      row(1, 10),
      row(2, 20),
      row(5, 50)),
  ADDS_A_COLUMN(
      table ->
          table.change(
              dataset -> dataset.addColumns(List.of(Field.nullable("more", CommitTable.LONG)))),
      row(1, 10, null),
      row(2, 20, null),
      row(5, 50, null)),
  DROPS_A_COLUMN(
      table -> table.change(dataset -> dataset.dropColumns(List.of("n"))), row(1), row(2), row(5)),
  RENAMES_A_COLUMN(
      table ->
          table.change(
              dataset ->
                  dataset.alterColumns(
                      List.of(new ColumnAlteration.Builder("n").rename("m").build()))),
      row(1, 10),
      row(2, 20),
      row(5, 50)),
  DROPS(CommitTable::drop),
  MAKES_ANEW(
      table -> {
        table.drop();
        table.append(row(2, 27), row(7, 77));
      },
      row(2, 27),
      row(7, 77));

  private final Consumer<CommitTable> action;
  private final List<Row> left;

  /**
   * @param left the table's rows after it
   */
  OtherWriter(Consumer<CommitTable> action, Row... left) {
    this.action = action;
    this.left = List.of(left);
  }

  void writeTo(CommitTable table) {
    action.accept(table);
  }

  /** The rows that it leaves when nobody else writes. */
  List<Row> left() {
    return left;
  }
}
