package io.sparklancedb.benchmark.compare;

import java.util.Locale;
import java.util.UUID;

/** What the key is made of. The same number always gives the same key. */
enum KeyKind {
  LONG {
    @Override
    String literal(long number) {
      return Long.toString(number);
    }
  },
  UUID_STRING {
    @Override
    String literal(long number) {
      return "'" + uuid(number) + "'";
    }
  };

  static KeyKind of(String name) {
    return name.equals("uuid") ? UUID_STRING : valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The key as SQL writes it. */
  abstract String literal(long number);

  static String uuid(long number) {
    return new UUID(mix(number), mix(~number)).toString();
  }

  /** The finalizer of SplitMix64, one to one. */
  private static long mix(long number) {
    long mixed = number + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
