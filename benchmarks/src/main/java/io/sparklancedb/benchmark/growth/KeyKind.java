package io.sparklancedb.benchmark.growth;

import java.util.Locale;

/** What the keys of rows look like, and in which order the rows come. */
enum KeyKind {
  SORTED {
    @Override
    String of(String number, long numbers) {
      return number;
    }
  },
  UNSORTED {
    @Override
    String of(String number, long numbers) {
      return "((%s) * %d) %% %d".formatted(number, PRIME, numbers);
    }
  },
  /** 32 hexadecimal digits without order. */
  UUID {
    @Override
    String of(String number, long numbers) {
      return "concat(lpad(hex(xxhash64(%1$s)), 16, '0'), lpad(hex(xxhash64(%1$s, 7)), 16, '0'))"
          .formatted(number);
    }
  };

  private static final long PRIME = 7_368_787;

  /**
   * The key of a number, in SQL: another one for each number below {@code numbers}, which is a
   * power of ten times a small number.
   */
  abstract String of(String number, long numbers);

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
