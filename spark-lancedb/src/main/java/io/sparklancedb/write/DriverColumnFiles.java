package io.sparklancedb.write;

import io.sparklancedb.commit.ColumnFiles;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/** Column files that the driver writes while it commits. */
record DriverColumnFiles(PreservedColumns preserved, RewrittenColumns rewritten)
    implements ColumnFiles {
  static DriverColumnFiles of(TaskPlan tasks, List<String> missing, List<String> incomplete) {
    return new DriverColumnFiles(
        new PreservedColumns(tasks, missing, incomplete),
        new RewrittenColumns(tasks.staging(), tasks.nullStructs()));
  }

  @Override
  public FragmentMetadata preserve(
      TableSnapshot base,
      Schema next,
      FragmentMetadata fragment,
      long[] sourceAddresses,
      FieldIds ids) {
    long[] sources = preserved.sources(base, sourceAddresses, fragment.getPhysicalRows());
    if (sources == null) {
      return fragment;
    }
    WrittenFragment columns = preserved.write(base, next, fragment, sources);
    return ids.replaced(
        fragment,
        ids.renumber(columns.metadata(), columns.columns(), fragment.getId()),
        columns.columns());
  }

  @Override
  public FragmentMetadata rewrite(
      TableSnapshot base,
      FragmentMetadata fragment,
      Schema next,
      FieldIds ids,
      List<String> columns) {
    return rewritten.write(base, fragment, next, ids, columns);
  }

  @Override
  public void discard() {
    preserved.discard();
    rewritten.discard();
  }
}
