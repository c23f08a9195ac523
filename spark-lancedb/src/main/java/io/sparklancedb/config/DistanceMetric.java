package io.sparklancedb.config;

/** What the distance of two vectors is. */
public enum DistanceMetric {
  /** The square of the Euclidean distance. */
  L2,
  /** One less the cosine of the angle. */
  COSINE,
  /** One less the dot product. */
  DOT
}
