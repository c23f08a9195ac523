package io.sparklancedb.benchmark.compare;

import java.util.Locale;

/** The size of an upsert against the table's. */
record Share(String text) {
  Share {
    double value = Double.parseDouble(text);
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "Cannot upsert the share '%s': expected more than 0 and at most 1.".formatted(text));
    }
  }

  double value() {
    return Double.parseDouble(text);
  }

  String percent() {
    return String.format(Locale.ROOT, "%.4g", value() * 100)
            .replaceAll("0+$", "")
            .replaceAll("\\.$", "")
        + " %";
  }
}
