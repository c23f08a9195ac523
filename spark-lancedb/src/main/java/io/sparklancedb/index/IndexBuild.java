package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.layout.TestedLance;
import java.util.List;
import org.lance.Dataset;

/** How an index over all rows is made, in a version of its own. */
sealed interface IndexBuild permits CallBuild, PartsBuild {
  /**
   * @param latest the newest version; it moves to the one that is made
   */
  void make(IndexTarget target, Dataset latest);

  /**
   * @param jobs does what is too much for the driver
   */
  static IndexBuild of(IndexTarget target, Dataset latest, JobRunner jobs) {
    boolean isBTree = target.index().kind() == IndexDeclaration.Kind.BTREE;
    return isBTree && TestedLance.isLoaded() && isLarge(target, latest)
        ? new PartsBuild(jobs)
        : new CallBuild();
  }

  private static boolean isLarge(IndexTarget target, Dataset latest) {
    List<Integer> fields = DeclaredIndexes.fields(latest, target.column());
    long rows = latest.countRows();
    return fields.size() == 1 && rows > 0 && BTreeCosts.buildInTasks(latest, fields, rows);
  }
}
