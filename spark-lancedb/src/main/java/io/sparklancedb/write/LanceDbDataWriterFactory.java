package io.sparklancedb.write;

import io.sparklancedb.commit.TaskMerge;
import java.util.Optional;
import org.apache.spark.sql.connector.write.DataWriterFactory;

/**
 * Makes writers in the tasks.
 *
 * @param merge looks for the keys of each task; null when the driver does
 */
record LanceDbDataWriterFactory(TaskPlan plan, TaskMerge merge) implements DataWriterFactory {
  @Override
  public LanceDbDataWriter createWriter(int partition, long taskId) {
    return new LanceDbDataWriter(plan, Optional.ofNullable(merge), partition);
  }
}
