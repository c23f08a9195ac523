package io.sparklancedb.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;
import org.lance.schema.LanceSchema;

/**
 * Gives a fragment the field ids of its table. A fragment is written as if its columns were a table
 * of their own, whose fields Lance numbers from 0 in depth-first order; the table's own numbers
 * differ when columns were left out, added or dropped.
 */
public final class FieldIds {
  /** Lance's mark of a field in a file that another file of the fragment holds anew. */
  private static final int TOMBSTONE = -2;

  private final Map<String, List<Integer>> idsOfColumn = new HashMap<>();
  private final Map<Integer, String> pathOfId = new HashMap<>();

  public FieldIds(LanceSchema table) {
    for (LanceField column : table.fields()) {
      List<Integer> ids = new ArrayList<>();
      collect(column.getName(), column, ids);
      idsOfColumn.put(column.getName(), ids);
    }
  }

  private FieldIds() {}

  /** Of a table that is to be made with these columns, of types that we make tables of. */
  public static FieldIds ofNew(Schema table) {
    FieldIds ids = new FieldIds();
    for (Field column : table.getFields()) {
      List<Integer> own = new ArrayList<>();
      ids.number(column.getName(), column, own);
      ids.idsOfColumn.put(column.getName(), own);
    }
    return ids;
  }

  /** Lance has no field for the values of a vector. */
  private void number(String path, Field field, List<Integer> ids) {
    int id = pathOfId.size();
    ids.add(id);
    pathOfId.put(id, path);
    if (!(field.getType() instanceof ArrowType.FixedSizeList)) {
      field.getChildren().forEach(child -> number(path + "." + child.getName(), child, ids));
    }
  }

  private void collect(String path, LanceField field, List<Integer> ids) {
    ids.add(field.getId());
    pathOfId.put(field.getId(), path);
    field.getChildren().forEach(child -> collect(path + "." + child.getName(), child, ids));
  }

  /** The paths of all fields by their ids. */
  public Map<Integer, String> paths() {
    return Map.copyOf(pathOfId);
  }

  /** The paths of fields in the table, empty text for those that it has not. */
  public List<String> named(List<Integer> ids) {
    return ids.stream().map(id -> pathOfId.getOrDefault(id, "")).toList();
  }

  /**
   * @param columns the fragment's top-level columns in the order of its files
   * @param id the fragment's own
   */
  public FragmentMetadata renumber(FragmentMetadata fragment, List<String> columns, int id) {
    int[] tableIds =
        columns.stream()
            .flatMap(c -> idsOfColumn.get(c).stream())
            .mapToInt(Integer::intValue)
            .toArray();
    return Fragments.with(
        fragment,
        id,
        fragment.getFiles().stream()
            .map(file -> Fragments.with(file, renumber(file.getFields(), tableIds)))
            .toList());
  }

  /** A fragment with the files of another that holds other columns of the same rows. */
  static FragmentMetadata joined(FragmentMetadata fragment, FragmentMetadata other) {
    List<DataFile> files = new ArrayList<>(fragment.getFiles());
    files.addAll(other.getFiles());
    return Fragments.withFiles(fragment, files);
  }

  /**
   * A fragment with other files for some columns.
   *
   * @param columns that those files hold for the same rows
   */
  public FragmentMetadata replaced(
      FragmentMetadata fragment, FragmentMetadata other, List<String> columns) {
    Set<Integer> gone = new HashSet<>();
    columns.forEach(column -> gone.addAll(idsOfColumn.get(column)));
    List<DataFile> files =
        fragment.getFiles().stream()
            .map(file -> Fragments.with(file, without(file.getFields(), gone)))
            .filter(file -> Arrays.stream(file.getFields()).anyMatch(id -> id != TOMBSTONE))
            .toList();
    return joined(Fragments.withFiles(fragment, files), other);
  }

  private static int[] without(int[] fields, Set<Integer> gone) {
    return Arrays.stream(fields).map(id -> gone.contains(id) ? TOMBSTONE : id).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldIds ids
        && idsOfColumn.equals(ids.idsOfColumn)
        && pathOfId.equals(ids.pathOfId);
  }

  @Override
  public int hashCode() {
    return pathOfId.hashCode();
  }

  private static int[] renumber(int[] own, int[] tableIds) {
    return Arrays.stream(own).map(id -> tableIds[id]).toArray();
  }
}
