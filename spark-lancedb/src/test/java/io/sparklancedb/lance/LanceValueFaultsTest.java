package io.sparklancedb.lance;

import static io.sparklancedb.lance.LanceRows.INT;
import static io.sparklancedb.lance.LanceRows.TEXT;
import static io.sparklancedb.lance.LanceRows.fill;
import static io.sparklancedb.lance.LanceRows.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * What lance-core does wrong in values, as docs/lance-workarounds.md lists it. A test that fails
 * says that lance-core has mended the fault: what works around it can go, and its line there.
 */
class LanceValueFaultsTest {
  @RegisterExtension final LanceTables tables = new LanceTables();

  @Test
  void aNullStructBehindAFilterComesBackAsOneOfNulls() throws Exception {
    Field struct =
        new Field(
            "struct",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(Field.nullable("number", INT), TEXT));
    LanceTable table =
        tables
            .create(struct)
            .append(
                root -> {
                  StructVector values = (StructVector) root.getVector("struct");
                  fill(root, 2);
                  values.setIndexDefined(1);
                  ((IntVector) values.getChild("number")).setSafe(1, 1);
                  text(values.getChild("text"), 1, "one");
                });
    ScanOptions.Builder all = new ScanOptions.Builder().columns(List.of("struct"));

    assertEquals(null, table.rows(all.build()).get(0).get(0));
    assertTrue(table.rows(all.filter("id = 0").build()).get(0).get(0) != null);
  }

  @Test
  void aNullStructAboveAFieldThatIsNeverNullCannotBeCompacted() throws Exception {
    Field struct =
        new Field(
            "struct",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(new Field("number", FieldType.notNullable(INT), null)));
    LanceTable table = tables.create(struct);
    for (int i = 0; i < 2; i++) {
      table.append(
          root -> {
            fill(root, 1);
            FieldVector numbers = ((StructVector) root.getVector("struct")).getChild("number");
            ((IntVector) numbers).setSafe(0, 0);
          });
    }
    try (Dataset dataset = table.open()) {
      Exception e = assertThrows(Exception.class, dataset::compact);
      assertTrue(e.getMessage().contains("marked non-null"), e::getMessage);
    }
  }

  @Test
  void aNullStructAboveAListLosesTheValuesOfOthers() throws Exception {
    Field list =
        new Field(
            "list",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("element", new ArrowType.Utf8())));
    Field struct =
        new Field("struct", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(list));
    String text = "x".repeat(1_000);
    for (boolean isNull : new boolean[] {false, true}) {
      LanceTable written = tables.create(struct);
      written.append(root -> fillLists(root, isNull, text));
      ScanOptions all = new ScanOptions.Builder().columns(List.of("struct")).build();
      assertEquals(isNull, !written.rows(all).get(2).toString().contains(text));
    }
  }

  /** A struct that is null or is not, one whose list is null, and one with a text in its list. */
  private static void fillLists(VectorSchemaRoot root, boolean isNull, String text) {
    fill(root, 3);
    StructVector structs = (StructVector) root.getVector("struct");
    ListVector lists = (ListVector) structs.getChild("list");
    for (int i = isNull ? 1 : 0; i < 3; i++) {
      structs.setIndexDefined(i);
    }
    lists.startNewValue(2);
    text(lists.getDataVector(), 0, text);
    lists.endValue(2, 1);
    lists.getDataVector().setValueCount(1);
  }

  @Test
  void aStructWithoutFieldsCannotBeWrittenInAList() {
    Field struct = new Field("element", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of());
    Field list = new Field("list", FieldType.nullable(ArrowType.List.INSTANCE), List.of(struct));
    LanceTable table = tables.create(list);

    assertThrows(
        Exception.class,
        () ->
            table.append(
                root -> {
                  fill(root, 1);
                  ListVector lists = (ListVector) root.getVector("list");
                  lists.startNewValue(0);
                  ((StructVector) lists.getDataVector()).setIndexDefined(0);
                  lists.endValue(0, 1);
                  lists.setValueCount(1);
                }));
  }
}
