package io.sparklancedb.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A value of our own as bytes: Spark may send values with Kryo, which cannot make records, and may
 * refuse a class that nobody has registered. The bytes come from this application's own processes.
 */
public final class SerializedValue<V extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;

  /** Read once in each process. */
  private transient volatile V read;

  private SerializedValue(byte[] bytes) {
    this.bytes = bytes;
  }

  public static <V extends Serializable> SerializedValue<V> of(V value) {
    return new SerializedValue<>(toBytes(value));
  }

  public V value() {
    V known = read;
    if (known == null) {
      known = read(bytes);
      read = known;
    }
    return known;
  }

  static byte[] toBytes(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked")
  static <V extends Serializable> V read(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (V) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
