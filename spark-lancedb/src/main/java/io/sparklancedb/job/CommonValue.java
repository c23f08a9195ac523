package io.sparklancedb.job;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.spark.broadcast.Broadcast;

/**
 * What all tasks of a job have in common. Each executor has the bytes once, and reads the value
 * once for as long as it has them.
 */
record CommonValue<C extends Serializable>(Broadcast<byte[]> bytes) implements Serializable {
  /** An array is equal to itself only. */
  private static final Map<byte[], Serializable> READ =
      Collections.synchronizedMap(new WeakHashMap<>());

  C get() {
    return read(bytes.value());
  }

  @SuppressWarnings("unchecked")
  static <C extends Serializable> C read(byte[] bytes) {
    synchronized (bytes) {
      Serializable known = READ.get(bytes);
      if (known == null) {
        known = SerializedValue.read(bytes);
        READ.put(bytes, known);
      }
      return (C) known;
    }
  }
}
