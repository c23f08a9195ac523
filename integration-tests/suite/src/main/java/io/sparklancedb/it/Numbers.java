package io.sparklancedb.it;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of a number {@code id} and its {@code tens}, for {@link NativeWriter}. */
public final class Numbers {
  public static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("id", new ArrowType.Int(64, true)),
              Field.nullable("tens", new ArrowType.Int(32, true))));

  private Numbers() {}

  /** One batch of the numbers up to the second, which is not in it. */
  public static Consumer<VectorSchemaRoot> between(int from, int to) {
    return batch -> {
      BigIntVector ids = (BigIntVector) batch.getVector("id");
      IntVector tens = (IntVector) batch.getVector("tens");
      ids.allocateNew(to - from);
      tens.allocateNew(to - from);
      for (int i = from; i < to; i++) {
        ids.set(i - from, i);
        tens.set(i - from, i / 10);
      }
      batch.setRowCount(to - from);
    };
  }

  /** Ten fragments of 1,000 rows each. */
  public static NativeWriter tenFragments(Database database) throws IOException {
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.create(SCHEMA, between(0, 1_000));
    writer.append(SCHEMA, 1_000, between(1_000, 10_000));
    return writer;
  }
}
