package io.sparklancedb.arrow.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ElementReadsTest {
  private static final int ELEMENTS = 10;

  private final ElementReads reads = new ElementReads();

  @Test
  void listsOfWhichFewElementsAreReadAreNeverCopied() {
    assertEquals(0, copied(10_000, 5));
  }

  @Test
  void listsAreCopiedOnceMostElementsOfSomeWereRead() {
    assertEquals(1_000 - 32, copied(1_000, ELEMENTS));
  }

  @Test
  void aScanThatComesToReadAllElementsIsNoticed() {
    assertEquals(0, copied(320, 1));
    assertFalse(reads.areWhole(ELEMENTS));
    assertTrue(copied(100, ELEMENTS) > 30);
  }

  /** How many of so many lists are copied, when so many elements of each that is not are read. */
  private int copied(int lists, int elementsRead) {
    int copied = 0;
    for (int list = 0; list < lists; list++) {
      if (reads.areWhole(ELEMENTS)) {
        copied++;
      } else {
        for (int element = 0; element < elementsRead; element++) {
          reads.one();
        }
      }
    }
    return copied;
  }
}
