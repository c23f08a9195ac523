package io.sparklancedb.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;

/** What the tasks of a Spark job run. What they take and return is bytes, for any serializer. */
final class SparkTasks {
  private SparkTasks() {}

  /** Does a {@link Piece}, and returns its {@link Outcome}. */
  record Run<C extends Serializable, R extends Serializable>(CommonValue<C> common)
      implements Function<byte[], byte[]> {
    @Override
    public byte[] call(byte[] piece) throws Exception {
      return Outcome.of(() -> SerializedValue.<Piece<C, R>>read(piece).run(common.get()));
    }
  }

  /**
   * Does a {@link Sender}'s work, and returns receivers with an {@link Outcome} for each. If it
   * refuses, the first receiver hears it.
   */
  record Send<C extends Serializable, S extends Serializable>(CommonValue<C> common)
      implements PairFlatMapFunction<byte[], Integer, byte[]> {
    @Override
    public Iterator<scala.Tuple2<Integer, byte[]>> call(byte[] sender) throws Exception {
      List<scala.Tuple2<Integer, byte[]>> sent = new ArrayList<>();
      byte[] end =
          Outcome.of(
              () -> {
                SerializedValue.<Sender<C, S>>read(sender)
                    .run(
                        common.get(),
                        (to, content) -> sent.add(new scala.Tuple2<>(to, Outcome.done(content))));
                return null;
              });
      return SerializedValue.read(end) instanceof Outcome.Refused
          ? List.of(new scala.Tuple2<>(0, end)).iterator()
          : sent.iterator();
    }
  }

  /** Does a receiver's work with what was sent to its task, and returns its {@link Outcome}. */
  record Receive<C extends Serializable, S extends Serializable, R extends Serializable>(
      CommonValue<C> common, Receiver<C, S, R> receiver)
      implements FlatMapFunction<Iterator<byte[]>, byte[]> {
    @Override
    public Iterator<byte[]> call(Iterator<byte[]> sent) throws Exception {
      return List.of(Outcome.of(() -> received(sent))).iterator();
    }

    private R received(Iterator<byte[]> sent) throws Exception {
      Iterator<S> contents = new Contents<>(sent);
      R result = receiver.run(common.get(), contents);
      // What the receiver leaves unread may be a refusal.
      contents.forEachRemaining(content -> {});
      return result;
    }
  }

  /** Throws a refusal where it stands. */
  private record Contents<S extends Serializable>(Iterator<byte[]> sent) implements Iterator<S> {
    @Override
    public boolean hasNext() {
      return sent.hasNext();
    }

    @Override
    public S next() {
      return Outcome.result(sent.next());
    }
  }
}
