package io.sparklancedb.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchSourceTest {
  private final List<String> closed = new ArrayList<>();

  private AutoCloseable failing(String name, Exception failure) {
    return () -> {
      closed.add(name);
      throw failure;
    };
  }

  @Test
  void closesAllAndKeepsEveryFailure() {
    Exception first = new IllegalStateException("first");
    Exception second = new IllegalStateException("second");
    BatchSource source = new BatchSource();
    source.own(() -> closed.add("dataset"));
    source.own(failing("scanner", second));
    source.own(failing("reader", first));

    Exception thrown = assertThrows(IllegalStateException.class, source::close);
    assertEquals(first, thrown);
    assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
    assertEquals(List.of("reader", "scanner", "dataset"), closed);
  }
}
