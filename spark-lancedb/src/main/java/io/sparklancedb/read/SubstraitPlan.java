package io.sparklancedb.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes an aggregation in Substrait's protocol buffers, which is how Lance's scanner takes it. The
 * constants are the numbers of the fields in {@code substrait/plan.proto} and {@code
 * algebra.proto}, called by their message and field.
 */
final class SubstraitPlan {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private static final int PLAN_EXTENSIONS = 2;
  private static final int PLAN_RELATIONS = 3;
  private static final int DECLARATION_FUNCTION = 3;
  private static final int FUNCTION_ANCHOR = 2;
  private static final int FUNCTION_NAME = 3;
  private static final int RELATION_ROOT = 2;
  private static final int ROOT_INPUT = 1;
  private static final int ROOT_NAMES = 2;
  private static final int INPUT_AGGREGATE = 4;
  private static final int AGGREGATE_GROUPINGS = 3;
  private static final int AGGREGATE_MEASURES = 4;
  private static final int AGGREGATE_GROUPING_EXPRESSIONS = 5;
  private static final int GROUPING_EXPRESSION_REFERENCES = 2;
  private static final int MEASURE_FUNCTION = 1;
  private static final int CALL_FUNCTION_REFERENCE = 1;
  private static final int CALL_ARGUMENTS = 7;
  private static final int ARGUMENT_VALUE = 3;
  private static final int EXPRESSION_SELECTION = 2;
  private static final int SELECTION_DIRECT_REFERENCE = 1;
  private static final int SELECTION_ROOT_REFERENCE = 4;
  private static final int REFERENCE_STRUCT_FIELD = 2;
  private static final int STRUCT_FIELD_POSITION = 1;

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
      Message function =
          new Message()
              .number(FUNCTION_ANCHOR, i + 1)
              .text(FUNCTION_NAME, measures.get(i).function());
      plan.message(PLAN_EXTENSIONS, new Message().message(DECLARATION_FUNCTION, function));
    }
    Message root =
        new Message()
            .message(ROOT_INPUT, new Message().message(INPUT_AGGREGATE, aggregation(aggregate)));
    aggregate.groups().forEach(group -> root.text(ROOT_NAMES, group.output().name()));
    measures.forEach(measure -> root.text(ROOT_NAMES, measure.output().name()));
    return plan.message(PLAN_RELATIONS, new Message().message(RELATION_ROOT, root));
  }

  private static Message aggregation(PushedAggregate aggregate) {
    Message aggregation = new Message();
    if (!aggregate.groups().isEmpty()) {
      Message references = new Message();
      for (int i = 0; i < aggregate.groups().size(); i++) {
        references.varint(i);
      }
      aggregation.message(
          AGGREGATE_GROUPINGS, new Message().message(GROUPING_EXPRESSION_REFERENCES, references));
    }
    for (int i = 0; i < aggregate.measures().size(); i++) {
      Message function = new Message().number(CALL_FUNCTION_REFERENCE, i + 1);
      int argument = aggregate.measures().get(i).position();
      if (argument >= 0) {
        function.message(CALL_ARGUMENTS, new Message().message(ARGUMENT_VALUE, column(argument)));
      }
      aggregation.message(AGGREGATE_MEASURES, new Message().message(MEASURE_FUNCTION, function));
    }
    aggregate
        .groups()
        .forEach(
            group -> aggregation.message(AGGREGATE_GROUPING_EXPRESSIONS, column(group.position())));
    return aggregation;
  }

  /** A column at the top of the table. */
  private static Message column(int position) {
    Message field = new Message().number(STRUCT_FIELD_POSITION, position);
    Message selection =
        new Message()
            .message(
                SELECTION_DIRECT_REFERENCE, new Message().message(REFERENCE_STRUCT_FIELD, field))
            .message(SELECTION_ROOT_REFERENCE, new Message());
    return new Message().message(EXPRESSION_SELECTION, selection);
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
