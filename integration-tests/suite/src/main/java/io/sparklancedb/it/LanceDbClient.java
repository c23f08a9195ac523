package io.sparklancedb.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * LanceDB's own client for Node.js, in a process of its own that lives until this is closed. One
 * thread at a time.
 *
 * <p>Rows are maps from column to value. Types, where a table is made, are the names and shapes
 * that {@code lancedb-client/values.mjs} lists; in rows, binary values are base64, dates days, and
 * timestamps milliseconds since 1970.
 */
public final class LanceDbClient implements AutoCloseable {
  private static final long ANSWER_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final Path log;

  private LanceDbClient(Process process, Path log) {
    this.process = process;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
    this.log = log;
  }

  public static LanceDbClient start() {
    try {
      Path log = Files.createTempFile("lancedb-client-", ".log");
      ProcessBuilder builder = new ProcessBuilder("node", "client.mjs");
      builder.directory(Path.of(SparkLine.property("line.lancedb.client")).toFile());
      builder.environment().put("LANCEDB_LOG", "error");
      builder.redirectError(log.toFile());
      return new LanceDbClient(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table need not exist yet. */
  public LanceDbClientTable table(Database database, String name) {
    return new LanceDbClientTable(this, database.uri(), name);
  }

  public List<String> tableNames(Database database) {
    return List.of(
        JSON.convertValue(call("tableNames", Map.of("uri", database.uri())), String[].class));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs one operation of {@code client.mjs}; an error of the client is thrown with its message.
   */
  JsonNode call(String operation, Map<String, ?> arguments) {
    Map<String, Object> command = new HashMap<>(arguments);
    command.put("op", operation);
    try {
      commands.write(JSON.writeValueAsString(command));
      commands.newLine();
      commands.flush();
      JsonNode answer = JSON.readTree(nextAnswer());
      if (answer.has("error")) {
        throw new LanceDbClientException(answer.get("error").asText());
      }
      return answer.get("ok");
    } catch (IOException e) {
      throw new UncheckedIOException("The client said: " + said(), e);
    }
  }

  private String nextAnswer() throws IOException {
    try {
      String line =
          CompletableFuture.supplyAsync(this::readLine).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new IOException("The client has ended");
      }
      return line;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The client does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the client works", e);
    }
  }

  private String readLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "nothing that can be read: " + e;
    }
  }
}
