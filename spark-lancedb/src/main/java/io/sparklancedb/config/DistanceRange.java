package io.sparklancedb.config;

import io.sparklancedb.error.ConnectionErrors;

/**
 * Which distances a search returns. It is applied after Lance has ranked the rows: a distance in a
 * condition ends the process in lance-core 7.0.0.
 *
 * @param lowest the least that is returned
 * @param below what is returned is less than this
 */
public record DistanceRange(float lowest, float below) {
  public static final DistanceRange ALL =
      new DistanceRange(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  public DistanceRange {
    if (Float.isNaN(lowest) || Float.isNaN(below) || lowest >= below) {
      throw ConnectionErrors.noDistanceBetween(lowest, below);
    }
  }

  public boolean holds(float distance) {
    return this.equals(ALL) || distance >= lowest && distance < below;
  }
}
