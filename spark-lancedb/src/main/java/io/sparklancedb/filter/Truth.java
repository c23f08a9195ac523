package io.sparklancedb.filter;

/** Which outcome of a predicate a condition selects; null is neither. */
enum Truth {
  TRUE,
  FALSE;

  Truth negated() {
    return this == TRUE ? FALSE : TRUE;
  }

  Comparison of(Comparison comparison) {
    return this == TRUE ? comparison : comparison.negated();
  }
}
