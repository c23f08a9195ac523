package io.sparklancedb.arrow.column;

import io.sparklancedb.types.ComparedField;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The values of a vector as a digest takes them. No two different values are put alike, whatever
 * stands before and behind them.
 */
sealed interface StoredValues {
  int NULL = 0;
  int VALUE = 1;

  /** Of some values that follow each other, at least one is null. */
  int NULLS_AMONG = 2;

  void put(int position, ValueDigest digest);

  void putNull(ValueDigest digest);

  /** Values that follow each other. */
  void putAll(int from, int count, ValueDigest digest);

  /**
   * @param vector null where all values are
   * @param shape which fields structs have: others of the vector are not looked at, and those that
   *     it lacks are null
   */
  static StoredValues of(FieldVector vector, Field shape) {
    if (vector == null) {
      return new AllNull();
    }
    FieldVector storage = storage(vector);
    return new Values(storage, storage.getNullCount() > 0, StoredContent.of(storage, shape));
  }

  /**
   * @param field what is compared of the vector
   */
  static StoredValues of(FieldVector vector, ComparedField field, Field shape) {
    if (field.isWhole()) {
      return of(vector, shape);
    }
    FieldVector storage = vector == null ? null : storage(vector);
    List<StoredValues> fields =
        field.fields().stream()
            .map(child -> of(child(storage, child.name()), child, child(shape, child.name())))
            .toList();
    return new SomeFields(storage, fields);
  }

  private static FieldVector storage(FieldVector vector) {
    return vector instanceof ExtensionTypeVector<?> extension
        ? (FieldVector) extension.getUnderlyingVector()
        : vector;
  }

  /** Null where there is none. */
  static FieldVector child(FieldVector struct, String name) {
    return Optional.ofNullable(struct).stream()
        .flatMap(parent -> parent.getChildrenFromFields().stream())
        .filter(vector -> vector.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static Field child(Field struct, String name) {
    return struct.getChildren().stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElse(struct);
  }

  /** All are null. */
  record AllNull() implements StoredValues {
    @Override
    public void put(int position, ValueDigest digest) {
      putNull(digest);
    }

    @Override
    public void putNull(ValueDigest digest) {
      digest.put(NULL);
    }

    @Override
    public void putAll(int from, int count, ValueDigest digest) {
      digest.put(count == 0 ? VALUE : NULLS_AMONG);
      for (int i = 0; i < count; i++) {
        putNull(digest);
      }
    }
  }

  /** Those of a vector. */
  record Values(FieldVector vector, boolean hasNulls, StoredContent content)
      implements StoredValues {
    @Override
    public void put(int position, ValueDigest digest) {
      if (hasNulls && vector.isNull(position)) {
        putNull(digest);
      } else {
        digest.put(VALUE);
        content.put(position, digest);
      }
    }

    @Override
    public void putNull(ValueDigest digest) {
      digest.put(NULL);
    }

    @Override
    public void putAll(int from, int count, ValueDigest digest) {
      if (hasNulls && hasNullIn(from, count)) {
        digest.put(NULLS_AMONG);
        for (int i = from; i < from + count; i++) {
          put(i, digest);
        }
      } else {
        digest.put(VALUE);
        content.putAll(from, count, digest);
      }
    }

    private boolean hasNullIn(int from, int count) {
      for (int i = from; i < from + count; i++) {
        if (vector.isNull(i)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Some fields of a struct; those of a null struct are null.
   *
   * @param struct null where all are
   */
  record SomeFields(FieldVector struct, List<StoredValues> fields) implements StoredValues {
    @Override
    public void put(int position, ValueDigest digest) {
      if (struct == null || struct.isNull(position)) {
        putNull(digest);
      } else {
        fields.forEach(field -> field.put(position, digest));
      }
    }

    @Override
    public void putNull(ValueDigest digest) {
      fields.forEach(field -> field.putNull(digest));
    }

    @Override
    public void putAll(int from, int count, ValueDigest digest) {
      for (int i = from; i < from + count; i++) {
        put(i, digest);
      }
    }
  }
}
