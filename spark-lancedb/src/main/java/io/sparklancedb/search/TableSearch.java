package io.sparklancedb.search;

import io.sparklancedb.config.SearchConfig;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.read.RankedRows;
import io.sparklancedb.read.Ranking;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** A search of one version of a table, with a condition in Spark's SQL. */
public record TableSearch(TableSnapshot table, SearchConfig config) implements Ranking {
  /** What a search says of each row. */
  public static StructType columns(SearchConfig.Query query) {
    return Engine.columns(query);
  }

  @Override
  public StructType columns() {
    return Engine.columns(config.query());
  }

  /**
   * Looks whether this version can be searched so, without searching it.
   *
   * @throws io.sparklancedb.error.LanceDbException when it cannot
   */
  public void check() {
    with(
        engine -> {
          engine.check();
          return engine;
        });
  }

  @Override
  public RankedRows rows() {
    return with(Engine::ranked);
  }

  private interface Use<T> {
    T of(Engine engine) throws Exception;
  }

  private <T> T with(Use<T> use) {
    String uri = table.reference().address().uri();
    Optional<QueryCondition> condition =
        config.where().map(text -> new SparkCondition(table, text).translated());
    try (DatasetLease lease = TableLoader.lease(table.reference())) {
      FlatSearch tasks = new FlatSearch(table.reference(), JobRunner.onCluster());
      return use.of(
          new Engine(
              lease.dataset(), uri, config.query(), config.limit(), condition, Optional.of(tasks)));
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      throw TableLoader.unreachable(table.reference().address(), e);
    }
  }
}
