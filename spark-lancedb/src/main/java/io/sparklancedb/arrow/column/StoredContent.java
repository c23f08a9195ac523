package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.Offsets;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.types.FieldTypeName;
import io.sparklancedb.types.StorageType;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.unsafe.Platform;

/** What a vector holds where it is not null. */
sealed interface StoredContent {
  void put(int position, ValueDigest digest);

  /** Values that follow each other, none of them null. */
  default void putAll(int from, int count, ValueDigest digest) {
    for (int i = from; i < from + count; i++) {
      put(i, digest);
    }
  }

  static StoredContent of(FieldVector vector, Field shape) {
    ArrowType type = StorageType.of(vector.getField());
    return switch (type.getTypeID()) {
      case Null -> new Nothing();
      case Bool -> new Bits(vector.getDataBuffer().memoryAddress());
      case Utf8, Binary -> new Bytes(vector.getDataBuffer().memoryAddress(), Offsets.small(vector));
      case LargeUtf8, LargeBinary ->
          new Bytes(vector.getDataBuffer().memoryAddress(), Offsets.large(vector));
      case List, Map -> new Elements(Offsets.small(vector), elements(vector, shape));
      case LargeList -> new Elements(Offsets.large(vector), elements(vector, shape));
      case FixedSizeList ->
          new FixedElements(
              ((ArrowType.FixedSizeList) type).getListSize(), elements(vector, shape));
      case Struct -> new Fields(fields(vector, shape));
      default -> fixedWidth(vector, type);
    };
  }

  private static StoredContent fixedWidth(FieldVector vector, ArrowType type) {
    if (!(vector instanceof BaseFixedWidthVector fixed)) {
      throw TypeErrors.noSparkType(vector.getName(), FieldTypeName.of(vector.getField()));
    }
    long address = vector.getDataBuffer().memoryAddress();
    return type instanceof ArrowType.FloatingPoint
        ? new Floats(address, fixed.getTypeWidth())
        : new FixedWidth(address, fixed.getTypeWidth());
  }

  private static StoredValues elements(FieldVector list, Field shape) {
    return StoredValues.of(list.getChildrenFromFields().get(0), shape.getChildren().get(0));
  }

  private static List<StoredValues> fields(FieldVector struct, Field shape) {
    return shape.getChildren().stream()
        .map(field -> StoredValues.of(StoredValues.child(struct, field.getName()), field))
        .toList();
  }

  /** Null. */
  record Nothing() implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {}
  }

  /** Booleans. */
  record Bits(long address) implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {
      digest.put(Platform.getByte(null, address + (position >> 3)) >> (position & 7) & 1);
    }
  }

  /** Whole numbers, decimals, times and bytes of one length. */
  record FixedWidth(long address, int width) implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {
      putAll(position, 1, digest);
    }

    @Override
    public void putAll(int from, int count, ValueDigest digest) {
      digest.putMemory(address + (long) from * width, (long) count * width);
    }
  }

  /** Floating point numbers of any width. */
  record Floats(long address, int width) implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {
      putAll(position, 1, digest);
    }

    @Override
    public void putAll(int from, int count, ValueDigest digest) {
      digest.putFloats(address + (long) from * width, width, count);
    }
  }

  /** Texts and bytes. */
  record Bytes(long address, Offsets offsets) implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {
      int length = offsets.length(position);
      digest.put(length);
      digest.putMemory(address + offsets.start(position), length);
    }
  }

  /** Lists, and maps as lists of their entries. */
  record Elements(Offsets offsets, StoredValues elements) implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {
      int length = offsets.length(position);
      digest.put(length);
      elements.putAll(Math.toIntExact(offsets.start(position)), length, digest);
    }
  }

  /** Lists of one length. */
  record FixedElements(int length, StoredValues elements) implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {
      elements.putAll(Math.multiplyExact(position, length), length, digest);
    }
  }

  /** Structs. */
  record Fields(List<StoredValues> fields) implements StoredContent {
    @Override
    public void put(int position, ValueDigest digest) {
      fields.forEach(field -> field.put(position, digest));
    }
  }
}
