package io.sparklancedb.example;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * LanceDB's own client for Node.js, which knows nothing of Spark: {@code notebooks/search.mjs} in a
 * process of its own.
 */
final class LanceDbClient {
  private final Path script;
  private final String databaseUri;
  private final String table;

  LanceDbClient(Path script, String databaseUri, String table) {
    this.script = script;
    this.databaseUri = databaseUri;
    this.table = table;
  }

  /** What the client says of the table as a whole. */
  String describe() throws IOException, InterruptedException {
    return run("describe", "");
  }

  /** The rows nearest to the vector, a line or two each. */
  String search(float[] vector) throws IOException, InterruptedException {
    return run("search", Arrays.toString(vector));
  }

  private String run(String operation, String input) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("node", script.toString(), operation, databaseUri, table);
    builder.environment().put("LANCEDB_LOG", "error");
    Process process = builder.redirectErrorStream(true).start();
    try (var standardInput = process.outputWriter()) {
      standardInput.write(input);
    }
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The LanceDB client failed: " + answer);
    }
    return answer;
  }
}
