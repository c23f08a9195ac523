package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "options.md");
  private static final String WRITE = "option.document.write";

  @Test
  void theDocumentSaysWhatTheCodeDeclares() throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(DOCUMENT, OptionDocument.text());
    }

    assertEquals(
        OptionDocument.text(),
        Files.readString(DOCUMENT),
        "docs/options.md is not what the code declares. Write it anew: mvn -pl spark-lancedb test -Dtest=OptionDocumentTest -D"
            + WRITE
            + "=true");
  }
}
