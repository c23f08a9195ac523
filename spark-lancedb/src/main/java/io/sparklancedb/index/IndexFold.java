package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.index.FoldOutcome.Failed;
import io.sparklancedb.index.FoldOutcome.Folded;
import io.sparklancedb.index.FoldOutcome.Impossible;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.layout.LanceLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the rows that indexes of a table lack into them: each index by its name, in a version of
 * its own. Indexes of other clients are never dropped, trained again or merged. Rows that an index
 * does not cover are scanned, so an index that cannot be folded is slow but not wrong.
 */
final class IndexFold {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFold.class);

  /** Adds the rows as a segment beside the others, with the model that is there. */
  private static final int BESIDE_THE_OTHERS = 0;

  private final TableAddress address;
  private final Dataset latest;
  private final Map<String, IndexDeclaration> declared;
  private final FoldRule rule;
  private final JobRunner jobs;

  /**
   * @param latest moves to the versions that are made
   * @param declared by column
   * @param jobs does what is too much for the driver
   */
  IndexFold(
      TableAddress address,
      Dataset latest,
      Map<String, IndexDeclaration> declared,
      FoldRule rule,
      JobRunner jobs) {
    this.address = address;
    this.latest = latest;
    this.declared = declared;
    this.rule = rule;
    this.jobs = jobs;
  }

  void run() {
    for (Lack lack : lacks(TableIndex.of(latest))) {
      if (rule.isDue(lack.rows(), lack.covered())) {
        fold(lack);
      }
    }
  }

  /** In one version, since each of them would be gone in the next but one. */
  void holdVectorIndexes() {
    List<TableIndex> indexes = TableIndex.of(latest);
    if (indexes.stream().noneMatch(TableIndex::isOfVectors)) {
      return;
    }
    List<Lack> lost =
        lacks(indexes).stream()
            .filter(lack -> lack.index().isOfVectors() && lack.covered() == 0 && lack.rows() > 0)
            .filter(lack -> canBeFolded(lack) && ownColumn(lack.index()).isEmpty())
            .toList();
    if (!lost.isEmpty()) {
      List<String> names = lost.stream().map(lack -> lack.index().name()).toList();
      latest.optimizeIndices(
          OptimizeOptions.builder().indexNames(names).numIndicesToMerge(BESIDE_THE_OTHERS).build());
      LocalChanges.note(address);
      LOG.info("Vector indexes {} of table {} have taken in its new rows.", names, address);
    }
  }

  /** What each index of a known kind lacks. */
  private List<Lack> lacks(List<TableIndex> indexes) {
    Map<Integer, Long> rowsOfFragment = new HashMap<>();
    for (FragmentMetadata fragment : TableLoader.snapshot(address, latest).fragments()) {
      rowsOfFragment.put(fragment.getId(), fragment.getNumRows());
    }
    long rows = rowsOfFragment.values().stream().mapToLong(Long::longValue).sum();
    boolean haveRowsMoved =
        indexes.stream().anyMatch(i -> i.name().equals(LanceLayout.MOVED_ROWS_INDEX));
    List<Lack> lacks = new ArrayList<>();
    for (TableIndex index : indexes) {
      long covered =
          index.fragments().stream().mapToLong(id -> rowsOfFragment.getOrDefault(id, 0L)).sum();
      if (isKnown(index)) {
        lacks.add(new Lack(index, rows, covered, haveRowsMoved));
      }
    }
    return lacks;
  }

  private static boolean isKnown(TableIndex index) {
    return !index.isOfLance() && index.type().isPresent();
  }

  /**
   * @param rows of the table that are not deleted
   * @param covered those of them that the index covers
   * @param haveRowsMoved whether a compaction has left it to later to tell the indexes
   */
  private record Lack(TableIndex index, long rows, long covered, boolean haveRowsMoved) {
    long missing() {
      return rows - covered;
    }
  }

  private void fold(Lack lack) {
    long started = System.nanoTime();
    FoldOutcome outcome;
    try {
      outcome = takeIn(lack);
    } catch (Exception e) {
      outcome = Failed.of(address, e);
    }
    long millis = (System.nanoTime() - started) / 1_000_000;
    if (outcome instanceof Failed failed) {
      sayFailed(lack.index(), failed);
    } else if (outcome instanceof Impossible) {
      LOG.info(
          "Index {} of table {} lacks {} of {} rows, which queries scan: they cannot be folded in here.",
          lack.index().name(),
          address,
          lack.missing(),
          lack.rows());
    } else {
      LOG.info(
          "Index {} of table {} has taken in the {} of {} rows that it lacked, in {} ms.",
          lack.index().name(),
          address,
          lack.missing(),
          lack.rows(),
          millis);
    }
  }

  private FoldOutcome takeIn(Lack lack) {
    Optional<String> column = ownColumn(lack.index());
    if (column.isPresent() && (lack.covered() == 0 || lack.haveRowsMoved())) {
      return DeclaredIndexes.canBeMade(latest, declared.get(column.get()))
          ? makeAnew(lack.index(), column.get())
          : new Impossible();
    }
    if (!canBeFolded(lack)) {
      return new Impossible();
    }
    FoldOutcome outcome = foldIn(lack);
    boolean isBroken = outcome instanceof Failed failed && !failed.isConflict();
    // One that was published in parts cannot be folded by lance-core 7.0.0.
    return isBroken && column.isPresent() && !lack.index().isOfVectors()
        ? makeAnew(lack.index(), column.get())
        : outcome;
  }

  /**
   * After a compaction that left the indexes for later, lance-core 7.0.0 builds a wrong index. With
   * stable row ids it fails for vectors once a row is deleted, and text indexes lose words of such
   * rows.
   */
  private boolean canBeFolded(Lack lack) {
    boolean isOfWords = lack.index().type().equals(Optional.of(IndexType.INVERTED));
    boolean isOfAddresses = !lack.index().isOfVectors() && !isOfWords;
    return !lack.haveRowsMoved() && (isOfAddresses || !latest.hasStableRowIds());
  }

  /** The column of an index that this connector looks after: it may be made anew. */
  private Optional<String> ownColumn(TableIndex index) {
    return declared.entrySet().stream()
        .filter(d -> index.name().equals(DeclaredIndexes.name(d.getKey())))
        .filter(d -> index.fields().equals(DeclaredIndexes.fields(latest, d.getKey())))
        .filter(d -> DeclaredIndexes.isOf(latest, index, d.getValue().kind()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private FoldOutcome makeAnew(TableIndex index, String column) {
    IndexDeclaration declaration = declared.get(column);
    DeclaredIndexes.make(
        new IndexTarget(address, column, declaration, index.name(), true), latest, jobs);
    return new Folded();
  }

  private FoldOutcome foldIn(Lack lack) {
    TableIndex index = lack.index();
    boolean isBTree = index.type().equals(Optional.of(IndexType.BTREE));
    if (isBTree && BTreeCosts.foldInTask(latest, index.fields(), lack.rows())) {
      return foldInTask(index);
    }
    OptimizeOptions.Builder options = OptimizeOptions.builder().indexNames(List.of(index.name()));
    if (index.isOfVectors()) {
      options.numIndicesToMerge(BESIDE_THE_OTHERS);
    }
    return FoldPiece.fold(address, latest, options.build());
  }

  private FoldOutcome foldInTask(TableIndex index) {
    String what = "Fold rows into the index %s of %s".formatted(index.name(), address);
    try {
      return jobs.run(what, address, List.of(new FoldPiece(index.name()))).get(0);
    } finally {
      LocalChanges.note(address);
      latest.checkoutLatest();
    }
  }

  private void sayFailed(TableIndex index, Failed failed) {
    if (failed.isConflict()) {
      LOG.info(
          "Index {} of table {} met another writer: {}. The next write looks after it.",
          index.name(),
          address,
          failed.reason());
    } else {
      LOG.warn(
          "Could not fold new rows into index {} of table {}: {}. Queries scan what it lacks; the next write tries again.",
          index.name(),
          address,
          failed.reason());
    }
  }
}
