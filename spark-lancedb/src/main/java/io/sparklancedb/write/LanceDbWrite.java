package io.sparklancedb.write;

import io.sparklancedb.dataset.TableSnapshot;
import java.util.Optional;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;

/** A planned write. */
final class LanceDbWrite implements RequiresDistributionAndOrdering {
  private final WritePlan plan;
  private final WriteMode mode;
  private final Optional<TableSnapshot> base;

  LanceDbWrite(WritePlan plan, WriteMode mode, Optional<TableSnapshot> base) {
    this.plan = plan;
    this.mode = mode;
    this.base = base;
  }

  /**
   * A merge wants all rows of a key in one task. Where nothing is to be merged no shuffle is paid
   * for: the driver looks for keys that two tasks have in common.
   */
  @Override
  public Distribution requiredDistribution() {
    if (plan.located() == null) {
      return Distributions.unspecified();
    }
    String key = plan.rowType().fieldNames()[plan.keyOrdinal()];
    return Distributions.clustered(
        new Expression[] {Expressions.column("`" + key.replace("`", "``") + "`")});
  }

  @Override
  public SortOrder[] requiredOrdering() {
    return new SortOrder[0];
  }

  @Override
  public BatchWrite toBatch() {
    return new LanceDbBatchWrite(plan, mode, base);
  }

  @Override
  public String description() {
    return toBatch().toString();
  }
}
