package io.sparklancedb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Upper", "sp ace", "select", "q\"'t", "ß日", "a.b", "'; DROP", "\n"})
  void quotesAName(String name) {
    assertEquals(Optional.of("`" + name + "`"), ColumnName.quote(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a`b", "`", "\ud83d\ude00", "a\u0000"})
  void refusesANameThatLanceCannotFind(String name) {
    assertEquals(Optional.empty(), ColumnName.quote(name));
  }

  @Test
  void quotesEachPartOfANestedName() {
    assertEquals(Optional.of("`a`.`b.c`.`d`"), ColumnName.quote(List.of("a", "b.c", "d")));
  }

  @Test
  void refusesANestedNameWithOnePartThatCannotBeFound() {
    assertEquals(Optional.empty(), ColumnName.quote(List.of("a", "b`")));
    assertEquals(Optional.empty(), ColumnName.quote(List.of()));
  }
}
