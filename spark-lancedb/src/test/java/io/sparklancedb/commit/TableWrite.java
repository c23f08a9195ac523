package io.sparklancedb.commit;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.KeyMemory;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.job.SerializedValue;
import io.sparklancedb.types.ComparedField;
import io.sparklancedb.types.PrimaryKey;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * A write as its tasks and its driver make it. It is planned on the version that is the newest when
 * it begins, its rows are staged at once, and it is committed by the last call.
 */
public final class TableWrite {
  private static final String ADDRESS = "_row_address";

  private final Schema columns;
  private final WriteMode mode;
  private final Staging staging;
  private Optional<TableSnapshot> base;
  private final List<WrittenFragment> fragments = new ArrayList<>();
  private final Deque<Runnable> others = new ArrayDeque<>();
  private List<String> missing = List.of();
  private Optional<WriteTransaction> transaction = Optional.empty();
  private Optional<String> sequence = Optional.empty();
  private List<ComparedField> compared;
  private OptionalLong inserts = OptionalLong.empty();
  private Map<String, Optional<IndexDeclaration>> indexes = Map.of();
  private Map<String, String> properties = Map.of();
  private ColumnFiles columnFiles = new NoColumnFiles();
  private boolean mayRepeatKeys;
  private boolean isLast = true;
  private WriteTotals earlier = WriteTotals.NONE;
  private List<TaskMatches> matches = List.of();
  private int attempts = 10;
  private long keyMemoryBytes = 64 << 20;

  TableWrite(CommitTable table, Schema columns, WriteMode mode) {
    this.mode = mode;
    this.staging = Staging.of(table.address());
    this.base = TableLoader.load(table.address(), new VersionSelector.Latest());
    this.columns = base.map(TableSnapshot::schema).orElse(columns);
    staging.open();
  }

  /** A task leaves a fragment with these rows, of all columns but the missing ones. */
  public TableWrite rows(Row... rows) {
    return rows(withoutMissing(), rows);
  }

  /** A task leaves a fragment with rows of these columns. */
  public TableWrite rows(Schema written, Row... rows) {
    return stage(Content.ROWS, written, List.of(rows));
  }

  /** A task leaves keys whose rows go. */
  public TableWrite deleteKeys(Object... keys) {
    Field key = columns.findField(keyColumn().orElseThrow());
    return stage(Content.DELETED_KEYS, new Schema(List.of(key)), rowsOf(keys));
  }

  /** A task leaves keys whose rows go, with other columns beside them. */
  public TableWrite deletions(Schema written, Row... rows) {
    return stage(Content.DELETED_KEYS, written, List.of(rows));
  }

  /** A task leaves addresses of rows that go, of a table without a key. */
  public TableWrite deleteAddresses(Long... addresses) {
    Field address = Field.notNullable(ADDRESS, new ArrowType.Int(64, true));
    return stage(Content.DELETED_KEYS, new Schema(List.of(address)), rowsOf((Object[]) addresses));
  }

  private static List<Row> rowsOf(Object... values) {
    return Arrays.stream(values).map(Row::row).toList();
  }

  private TableWrite stage(Content content, Schema written, List<Row> rows) {
    List<String> names = written.getFields().stream().map(Field::getName).toList();
    CommitTable.fragments(staging.uri(), written, rows)
        .forEach(fragment -> fragments.add(new WrittenFragment(fragment, names, content)));
    return this;
  }

  /** Columns of the table that the rows to come lack. */
  public TableWrite missing(String... names) {
    missing = List.of(names);
    return this;
  }

  public TableWrite transaction(String application, long version) {
    transaction = Optional.of(new WriteTransaction(application, version));
    return this;
  }

  public TableWrite sequence(String column) {
    sequence = Optional.of(column);
    return this;
  }

  /** Rows are compared in these columns. */
  public TableWrite compare(String... names) {
    compared = Arrays.stream(names).map(ComparedField::whole).toList();
    return this;
  }

  /** So many rows must have a key that the table has not. */
  public TableWrite inserts(long rows) {
    inserts = OptionalLong.of(rows);
    return this;
  }

  /** A key may be in two rows, so that a merge has to look. */
  public TableWrite mayRepeatKeys() {
    mayRepeatKeys = true;
    return this;
  }

  /**
   * The tasks, which have left all their files, look for their keys. Each has left one fragment of
   * rows, and the deletions after it.
   */
  public TableWrite lookInTasks() {
    List<List<WrittenFragment>> tasks = tasks();
    List<TaskMatches> found =
        TaskMerge.of(plan(), staging, keyColumn(), tasks.size()).stream()
            .map(TableWrite::sent)
            .flatMap(merge -> tasks.stream().flatMap(task -> merge.match(task).stream()))
            .map(TableWrite::sent)
            .toList();
    matches = found.size() == tasks.size() ? found : List.of();
    return this;
  }

  /** To another process. */
  private static <V extends Serializable> V sent(V value) {
    return SerializedValue.of(value).value();
  }

  private List<List<WrittenFragment>> tasks() {
    List<List<WrittenFragment>> tasks = new ArrayList<>();
    for (WrittenFragment fragment : fragments) {
      if (tasks.isEmpty() || fragment.content() == Content.ROWS) {
        tasks.add(new ArrayList<>());
      }
      tasks.get(tasks.size() - 1).add(fragment);
    }
    return tasks;
  }

  public TableWrite attempts(int most) {
    attempts = most;
    return this;
  }

  public TableWrite keyMemory(long bytes) {
    keyMemoryBytes = bytes;
    return this;
  }

  /** Declares indexes, by column; empty for one that is to go. */
  public TableWrite indexes(Map<String, Optional<IndexDeclaration>> declared) {
    indexes = declared;
    return this;
  }

  /** Of a table that the write creates. */
  public TableWrite properties(Map<String, String> ofTable) {
    properties = ofTable;
    return this;
  }

  /** Tasks of the same write have more to come. */
  public TableWrite part() {
    isLast = false;
    return this;
  }

  /** It is the next commit of the write of another one. */
  public TableWrite after(CommitResult part, TableSnapshot committed) {
    CommitPlan next = plan().after(part, committed);
    base = next.base();
    earlier = next.earlier();
    return this;
  }

  /** What its tasks leave from here on is the last part of it. */
  public TableWrite afterPart(CommitResult part, TableSnapshot committed) {
    fragments.clear();
    staging.open();
    isLast = true;
    return after(part, committed);
  }

  public TableWrite columnFiles(ColumnFiles files) {
    columnFiles = files;
    return this;
  }

  /**
   * Another writer comes between the look at the newest version and the attempt to commit on it:
   * the first one before the first attempt, the next before the next. Of a write with one fragment
   * of rows.
   */
  public TableWrite meanwhile(Runnable... ofAttempts) {
    others.addAll(List.of(ofAttempts));
    return this;
  }

  public CommitResult change() {
    return change(new Schema(List.of()));
  }

  public CommitResult change(Schema added) {
    return end(commit -> commit.change(added));
  }

  public CommitResult create() {
    return end(commit -> commit.create(columns, Optional.empty()));
  }

  public CommitResult replaceTable(Schema others) {
    return end(commit -> commit.replaceTable(others));
  }

  private CommitResult end(Function<WriteCommit, CommitResult> commit) {
    try {
      return commit.apply(
          new WriteCommit(plan(), staged(), new Meeting(), JobRunner.inThisThread()));
    } finally {
      staging.close();
    }
  }

  public CommitPlan plan() {
    return new CommitPlan(
        mode,
        base,
        transaction,
        missing,
        List.of(),
        sequence,
        compared(),
        attempts,
        KeyMemory.of(keyMemoryBytes),
        indexes,
        properties,
        earlier);
  }

  /** In whole columns, those of the first fragment unless some are chosen. */
  private List<ComparedField> compared() {
    if (compared != null) {
      return compared;
    }
    return fragments.stream()
        .filter(fragment -> fragment.content() == Content.ROWS)
        .limit(1)
        .flatMap(fragment -> fragment.columns().stream())
        .map(ComparedField::whole)
        .toList();
  }

  public StagedWrite staged() {
    Optional<String> rowId = keyColumn().or(() -> Optional.of(ADDRESS));
    Set<Integer> mayRepeat = new HashSet<>();
    for (int i = 0; mayRepeatKeys && i < fragments.size(); i++) {
      mayRepeat.add(i);
    }
    return new StagedWrite(
        staging, keyColumn(), rowId, fragments, mayRepeat, matches, inserts, isLast);
  }

  public Staging staging() {
    return staging;
  }

  private Optional<String> keyColumn() {
    return columns.getFields().stream()
        .filter(PrimaryKey::isMarked)
        .map(Field::getName)
        .findFirst();
  }

  private Schema withoutMissing() {
    return new Schema(
        columns.getFields().stream().filter(f -> !missing.contains(f.getName())).toList());
  }

  /** Tells when the write has looked at a version and will try to commit on it. */
  private final class Meeting implements ColumnFiles {
    @Override
    public FragmentMetadata preserve(
        TableSnapshot version,
        Schema next,
        FragmentMetadata fragment,
        long[] sourceAddresses,
        FieldIds ids) {
      Optional.ofNullable(others.poll()).ifPresent(Runnable::run);
      return columnFiles.preserve(version, next, fragment, sourceAddresses, ids);
    }

    @Override
    public FragmentMetadata rewrite(
        TableSnapshot version,
        FragmentMetadata fragment,
        Schema next,
        FieldIds ids,
        List<String> rewritten) {
      return columnFiles.rewrite(version, fragment, next, ids, rewritten);
    }

    @Override
    public void discard() {
      columnFiles.discard();
    }
  }

  /** Of a write whose rows keep nothing of the rows that they update. */
  static final class NoColumnFiles implements ColumnFiles {
    @Override
    public FragmentMetadata preserve(
        TableSnapshot version,
        Schema next,
        FragmentMetadata fragment,
        long[] sourceAddresses,
        FieldIds ids) {
      if (sourceAddresses != null) {
        throw new AssertionError("values are to be preserved");
      }
      return fragment;
    }

    @Override
    public FragmentMetadata rewrite(
        TableSnapshot version,
        FragmentMetadata fragment,
        Schema next,
        FieldIds ids,
        List<String> rewritten) {
      throw new AssertionError("columns are to be rewritten");
    }

    @Override
    public void discard() {}
  }
}
