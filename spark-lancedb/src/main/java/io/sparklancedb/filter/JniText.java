package io.sparklancedb.filter;

/**
 * What reaches the native library unchanged. JNI encodes a NUL and every character beyond the Basic
 * Multilingual Plane in a way of its own, which Lance refuses as invalid UTF-8.
 */
final class JniText {
  private JniText() {}

  static boolean survives(String text) {
    return text.chars().noneMatch(unit -> unit == 0 || Character.isSurrogate((char) unit));
  }
}
