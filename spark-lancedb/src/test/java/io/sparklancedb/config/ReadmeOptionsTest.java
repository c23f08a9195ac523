package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeOptionsTest {
  private static final Path README = Path.of("..", "README.md");
  private static final String HEAD = "| option | values (default first) | meaning |";

  @Test
  void theReadmeListsEveryOptionAsItIsDeclared() throws IOException {
    List<String> declared = Options.all().stream().map(ReadmeOptionsTest::row).toList();

    assertEquals(String.join("\n", declared), String.join("\n", listed()));
  }

  private static List<String> listed() throws IOException {
    return Files.readAllLines(README).stream()
        .dropWhile(line -> !line.equals(HEAD))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }

  private static String row(Option option) {
    String key = option.isFamily() ? option.key() + "<name>" : option.key();
    return "| `%s` | %s | %s |".formatted(key, option.values(), option.meaning());
  }
}
