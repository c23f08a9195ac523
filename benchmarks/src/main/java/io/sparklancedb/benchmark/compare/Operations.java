package io.sparklancedb.benchmark.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The names of what is measured, in the order in which they are shown. */
final class Operations {
  static final String LOAD = "bulk load";
  static final String READ_STATE = "table that is read";

  private Operations() {}

  static String upsert(Share share) {
    return "upsert " + share.percent();
  }

  static String append(Share share) {
    return "append " + share.percent();
  }

  static List<String> all(List<Share> shares) {
    List<Share> sorted = shares.stream().sorted(Comparator.comparingDouble(Share::value)).toList();
    List<String> names = new ArrayList<>(List.of(LOAD));
    sorted.forEach(share -> names.add(upsert(share)));
    sorted.forEach(share -> names.add(append(share)));
    for (ReadQuery query : ReadQuery.values()) {
      names.add(query.label());
    }
    return names;
  }
}
