package io.sparklancedb.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;

/** Java's own strict decoder is the judge. */
final class Utf8Test {
  private static final int[] EDGES = {
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Test
  void agreesOnEveryCombinationOfEdges() {
    int count = EDGES.length;
    for (int i = 0; i < count * count * count * count; i++) {
      byte[] bytes = {
        (byte) EDGES[i % count],
        (byte) EDGES[i / count % count],
        (byte) EDGES[i / count / count % count],
        (byte) EDGES[i / count / count / count]
      };
      agrees(bytes);
    }
  }

  @Test
  void agreesOnLongerText() {
    Random random = new Random(1);
    byte[] text =
        "plain ascii, then \u00e9 \u20ac \ud83d\ude00 and plain ascii again"
            .getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= text.length; length++) {
      agrees(Arrays.copyOf(text, length));
    }
    for (int i = 0; i < 10_000; i++) {
      byte[] damaged = text.clone();
      damaged[random.nextInt(text.length)] = (byte) random.nextInt();
      agrees(damaged);
    }
  }

  private static void agrees(byte[] bytes) {
    assertEquals(decodes(bytes), Utf8.isValid(bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length));
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
