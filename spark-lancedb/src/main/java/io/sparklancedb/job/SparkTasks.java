package io.sparklancedb.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** What the tasks of a Spark job run. */
final class SparkTasks {
  private SparkTasks() {}

  /** Does a piece. */
  record Run<C extends Serializable, R extends Serializable>(Broadcast<SerializedValue<C>> common)
      implements Function<SerializedValue<Piece<C, R>>, SerializedValue<Outcome>> {
    @Override
    public SerializedValue<Outcome> call(SerializedValue<Piece<C, R>> piece) throws Exception {
      return Outcome.of(() -> piece.value().run(common.value().value()));
    }
  }

  /** Does a sender's work. If it refuses, the first receiver hears it. */
  record Send<C extends Serializable, S extends Serializable>(Broadcast<SerializedValue<C>> common)
      implements FlatMapFunction<SerializedValue<Sender<C, S>>, Parcel> {
    @Override
    public Iterator<Parcel> call(SerializedValue<Sender<C, S>> sender) throws Exception {
      List<Parcel> sent = new ArrayList<>();
      SerializedValue<Outcome> end =
          Outcome.of(
              () -> {
                sender
                    .value()
                    .run(
                        common.value().value(),
                        (to, content) -> sent.add(new Parcel(to, Outcome.done(content))));
                return null;
              });
      return end.value() instanceof Outcome.Refused
          ? List.of(new Parcel(0, end)).iterator()
          : sent.iterator();
    }
  }

  /** Does a receiver's work with what was sent to its task. */
  record Receive<C extends Serializable, S extends Serializable, R extends Serializable>(
      Broadcast<SerializedValue<C>> common, SerializedValue<Receiver<C, S, R>> receiver)
      implements FlatMapFunction<Iterator<Parcel>, SerializedValue<Outcome>> {
    @Override
    public Iterator<SerializedValue<Outcome>> call(Iterator<Parcel> sent) throws Exception {
      return List.of(Outcome.of(() -> received(sent))).iterator();
    }

    private R received(Iterator<Parcel> sent) throws Exception {
      Iterator<S> contents = new Contents<>(sent);
      R result = receiver.value().run(common.value().value(), contents);
      // What the receiver leaves unread may be a refusal.
      contents.forEachRemaining(content -> {});
      return result;
    }
  }

  /** Throws a refusal where it stands. */
  private record Contents<S extends Serializable>(Iterator<Parcel> sent) implements Iterator<S> {
    @Override
    public boolean hasNext() {
      return sent.hasNext();
    }

    @Override
    public S next() {
      return Outcome.result(sent.next().content());
    }
  }
}
