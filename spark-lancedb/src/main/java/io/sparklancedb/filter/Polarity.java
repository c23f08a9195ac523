package io.sparklancedb.filter;

/** Which outcome of a predicate a condition selects; null is neither. */
enum Polarity {
  TRUE,
  FALSE;

  Polarity negated() {
    return this == TRUE ? FALSE : TRUE;
  }

  Comparison of(Comparison comparison) {
    return this == TRUE ? comparison : comparison.negated();
  }
}
