package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetCache;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.job.JobRunner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.lance.Dataset;
import org.lance.index.IndexDescription;
import org.lance.schema.LanceField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes that a table is to have: a B-Tree on its primary key, and those that its properties
 * declare. Their names are LanceDB's own, {@code <column>_idx}. Missing ones are built. New rows
 * are folded into them, and into indexes that other clients have built.
 */
public final class DeclaredIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredIndexes.class);

  /** Lance learns the codes of a product quantizer from so many vectors. */
  static final long FEWEST_VECTORS = 256;

  /** The writers of this JVM maintain the indexes of a table one after the other. */
  private static final Map<String, Lock> OF_TABLE = new ConcurrentHashMap<>();

  private DeclaredIndexes() {}

  /**
   * Builds missing indexes, and folds rows into those that lack many. The rows of the write are
   * committed by then. So a failure is logged only, and the next write tries again: results do not
   * depend on indexes.
   *
   * @param key the primary key, if the table has one
   * @param jobs does what is too much for the driver
   */
  public static void buildMissing(TableAddress address, Optional<String> key, JobRunner jobs) {
    maintain(address, key, FoldRule.AFTER_CHANGES, jobs);
  }

  /** As above, after a write that replaced all rows of the table: rebuilds the indexes. */
  public static void rebuild(TableAddress address, Optional<String> key, JobRunner jobs) {
    maintain(address, key, FoldRule.AFTER_REPLACEMENT, jobs);
  }

  /**
   * As {@link #buildMissing}, while a write has more to come: the key's index, by which the next
   * rows are merged, and only the folds that save more than they cost. A vector index would learn
   * from the first rows alone.
   */
  public static void buildForWriting(TableAddress address, Optional<String> key, JobRunner jobs) {
    maintain(address, key, FoldRule.WHILE_WRITING, jobs);
  }

  /**
   * Folds all rows into the vector indexes of other clients that cover no fragment any more. The
   * next version of any kind would lose such an index with what it has learned. So the fold has to
   * be that version. Declared indexes are built again afterwards.
   */
  public static void holdVectorIndexes(TableAddress address) {
    try (Dataset latest = DatasetCache.of(address).openLatest(address)) {
      new IndexFold(
              address,
              latest,
              KeptDeclarations.of(latest.getConfig()),
              FoldRule.AFTER_REPLACEMENT,
              JobRunner.inThisThread())
          .holdVectorIndexes();
    } catch (Exception e) {
      LOG.warn(
          "Could not hold the vector indexes of table {}: {}. Look at its indexes, and make those that are gone anew.",
          address,
          reason(address, e));
    }
  }

  private static void maintain(
      TableAddress address, Optional<String> key, FoldRule rule, JobRunner jobs) {
    Lock turn = OF_TABLE.computeIfAbsent(address.uri(), uri -> new ReentrantLock(true));
    turn.lock();
    try (Dataset latest = DatasetCache.of(address).openLatest(address)) {
      Map<String, IndexDeclaration> wanted = KeptDeclarations.of(latest.getConfig());
      key.ifPresent(
          k -> wanted.put(k, new IndexDeclaration(IndexDeclaration.Kind.BTREE, Map.of())));
      DeclaredBuilds builds = new DeclaredBuilds(address, latest, jobs);
      wanted.forEach(
          (column, index) -> {
            if (rule != FoldRule.WHILE_WRITING || key.equals(Optional.of(column))) {
              builds.make(column, index);
            }
          });
      if (rule != FoldRule.WHILE_WRITING) {
        builds.dropOthersThan(wanted.keySet());
      }
      new IndexFold(address, latest, wanted, rule, jobs).run();
    } catch (Exception e) {
      LOG.warn(
          "Could not maintain the indexes of table {}: {}. The next write tries again.",
          address,
          reason(address, e));
    } finally {
      turn.unlock();
    }
  }

  static String name(String column) {
    return column + "_idx";
  }

  static void make(IndexTarget target, Dataset latest, JobRunner jobs) {
    try {
      IndexBuild.of(target, latest, jobs).make(target, latest);
    } finally {
      LocalChanges.note(target.address());
    }
  }

  public static boolean hasBTree(Dataset dataset, String column) {
    return isThere(dataset, column, IndexDeclaration.Kind.BTREE);
  }

  static boolean isThere(Dataset dataset, String column, IndexDeclaration.Kind kind) {
    return TableIndex.of(dataset).stream()
        .anyMatch(
            index -> index.fields().equals(fields(dataset, column)) && isOf(dataset, index, kind));
  }

  static List<Integer> fields(Dataset dataset, String column) {
    return dataset.getLanceSchema().fields().stream()
        .filter(field -> field.getName().equals(column))
        .map(LanceField::getId)
        .toList();
  }

  /** Lance keeps the kind of a vector index in its files only. */
  static boolean isOf(Dataset dataset, TableIndex index, IndexDeclaration.Kind kind) {
    if (!index.isOfVectors()) {
      return index.type().equals(Optional.of(IndexParameters.type(kind)));
    }
    return kind.use() == IndexDeclaration.Use.VECTORS
        && index
            .describe(dataset)
            .map(IndexDescription::getIndexType)
            .equals(Optional.of(IndexParameters.type(kind).name()));
  }

  static boolean canBeMade(Dataset dataset, IndexDeclaration index) {
    return index.kind().use() != IndexDeclaration.Use.VECTORS
        || dataset.countRows() >= FEWEST_VECTORS;
  }

  static String reason(TableAddress address, Exception e) {
    return NativeFailure.of(e, address.storage()).reason();
  }
}
