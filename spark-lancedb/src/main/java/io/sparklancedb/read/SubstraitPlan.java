package io.sparklancedb.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes an aggregation in Substrait's protocol buffers, which is how Lance's scanner takes it. The
 * numbers are those of the fields in {@code substrait/plan.proto} and {@code algebra.proto}.
 */
final class SubstraitPlan {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private SubstraitPlan() {}

  /** In direct memory, as the native library wants it. */
  static ByteBuffer of(PushedAggregate aggregate) {
    byte[] plan = plan(aggregate).toByteArray();
    ByteBuffer direct = ByteBuffer.allocateDirect(plan.length);
    return direct.put(plan).flip();
  }

  private static Message plan(PushedAggregate aggregate) {
    Message plan = new Message();
    List<PushedAggregate.Measure> measures = aggregate.measures();
    for (int i = 0; i < measures.size(); i++) {
      Message function = new Message().number(2, i + 1).text(3, measures.get(i).function());
      plan.message(2, new Message().message(3, function));
    }
    Message root = new Message().message(1, new Message().message(4, aggregation(aggregate)));
    aggregate.groups().forEach(group -> root.text(2, group.output().name()));
    measures.forEach(measure -> root.text(2, measure.output().name()));
    return plan.message(3, new Message().message(2, root));
  }

  private static Message aggregation(PushedAggregate aggregate) {
    Message aggregation = new Message();
    if (!aggregate.groups().isEmpty()) {
      Message references = new Message();
      for (int i = 0; i < aggregate.groups().size(); i++) {
        references.varint(i);
      }
      aggregation.message(3, new Message().message(2, references));
    }
    for (int i = 0; i < aggregate.measures().size(); i++) {
      Message function = new Message().number(1, i + 1);
      int argument = aggregate.measures().get(i).position();
      if (argument >= 0) {
        function.message(7, new Message().message(3, column(argument)));
      }
      aggregation.message(4, new Message().message(1, function));
    }
    aggregate.groups().forEach(group -> aggregation.message(5, column(group.position())));
    return aggregation;
  }

  /** A column at the top of the table. */
  private static Message column(int position) {
    Message field = new Message().message(2, new Message().number(1, position));
    return new Message().message(2, new Message().message(1, field).message(4, new Message()));
  }

  /** A message of protocol buffers, in the making. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3 | VARINT);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return delimited(field, value.toByteArray());
    }

    private Message delimited(int field, byte[] value) {
      varint((long) field << 3 | LENGTH_DELIMITED);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    void varint(long value) {
      long left = value;
      while ((left & ~0x7FL) != 0) {
        bytes.write((int) (left & 0x7F | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }
  }
}
