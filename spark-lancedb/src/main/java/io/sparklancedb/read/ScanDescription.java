package io.sparklancedb.read;

/** What stands beside a scan in {@code EXPLAIN}. */
final class ScanDescription {
  private ScanDescription() {}

  static String of(ScanPlan plan) {
    StringBuilder text =
        new StringBuilder("lancedb ")
            .append(plan.table().address())
            .append(" version ")
            .append(plan.table().version());
    if (!plan.filters().isEmpty()) {
      text.append(", filters ").append(plan.filters());
    }
    if (plan.aggregate() != null) {
      text.append(", aggregates ").append(plan.aggregate());
    }
    if (plan.top() != null) {
      text.append(", top ").append(plan.top());
    }
    if (plan.offset() > 0) {
      text.append(", offset ").append(plan.offset());
    }
    if (plan.hasLimit()) {
      text.append(", limit ").append(plan.limit());
    }
    return text.toString();
  }
}
