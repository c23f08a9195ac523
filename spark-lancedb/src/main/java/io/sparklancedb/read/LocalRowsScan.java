package io.sparklancedb.read;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;

/** An answer that was found when planning: no job runs. */
record LocalRowsScan(String description, StructType readSchema, List<InternalRow> answer)
    implements LocalScan {
  LocalRowsScan {
    answer = List.copyOf(answer);
  }

  @Override
  public InternalRow[] rows() {
    return answer.toArray(InternalRow[]::new);
  }

  @Override
  public String toString() {
    return description;
  }
}
