package io.sparklancedb.read;

/**
 * Positions in a fragment, deleted rows counted, between which rows may match.
 *
 * @param from the first
 * @param to after the last
 */
record RowSpan(long from, long to) {
  static final RowSpan ALL = new RowSpan(0, Long.MAX_VALUE);
  static final RowSpan NONE = new RowSpan(0, 0);

  boolean isEmpty() {
    return from >= to;
  }

  RowSpan and(RowSpan other) {
    return new RowSpan(Math.max(from, other.from), Math.min(to, other.to));
  }

  /** What lies between them is in it as well. */
  RowSpan or(RowSpan other) {
    if (isEmpty()) {
      return other;
    }
    return other.isEmpty() ? this : new RowSpan(Math.min(from, other.from), Math.max(to, other.to));
  }
}
