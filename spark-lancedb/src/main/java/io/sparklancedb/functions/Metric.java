package io.sparklancedb.functions;

/**
 * How far two vectors are from each other, in the scale of {@code _distance} in Lance's search.
 *
 * <p>Sums are doubles. Lance adds floats, in an order that depends on the processor, so that the
 * last digits may differ.
 */
enum Metric {
  L2("l2_distance", "the square of the Euclidean distance of two vectors") {
    @Override
    float distance(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        sum += difference * difference;
      }
      return (float) sum;
    }

    @Override
    float distance(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = a[i] - b[i];
        sum += difference * difference;
      }
      return (float) sum;
    }
  },
  COSINE("cosine_distance", "1 less the cosine of the angle between two vectors") {
    @Override
    float distance(float[] a, float[] b) {
      double product = 0;
      double squareOfA = 0;
      double squareOfB = 0;
      for (int i = 0; i < a.length; i++) {
        product += (double) a[i] * b[i];
        squareOfA += (double) a[i] * a[i];
        squareOfB += (double) b[i] * b[i];
      }
      return cosineDistance(product, squareOfA, squareOfB);
    }

    @Override
    float distance(double[] a, double[] b) {
      double product = 0;
      double squareOfA = 0;
      double squareOfB = 0;
      for (int i = 0; i < a.length; i++) {
        product += a[i] * b[i];
        squareOfA += a[i] * a[i];
        squareOfB += b[i] * b[i];
      }
      return cosineDistance(product, squareOfA, squareOfB);
    }
  },
  DOT("dot_distance", "1 less the dot product of two vectors") {
    @Override
    float distance(float[] a, float[] b) {
      double product = 0;
      for (int i = 0; i < a.length; i++) {
        product += (double) a[i] * b[i];
      }
      return (float) (1 - product);
    }

    @Override
    float distance(double[] a, double[] b) {
      double product = 0;
      for (int i = 0; i < a.length; i++) {
        product += a[i] * b[i];
      }
      return (float) (1 - product);
    }
  };

  private final String function;
  private final String meaning;

  Metric(String function, String meaning) {
    this.function = function;
    this.meaning = meaning;
  }

  /** The name in SQL. */
  String function() {
    return function;
  }

  String meaning() {
    return meaning;
  }

  /** Of two vectors of the same length. */
  abstract float distance(float[] a, float[] b);

  /** As above. */
  abstract float distance(double[] a, double[] b);

  /** One root of both squares, as two would not make the distance of a vector from itself zero. */
  private static float cosineDistance(double product, double squareOfA, double squareOfB) {
    return (float) (1 - product / Math.sqrt(squareOfA * squareOfB));
  }
}
