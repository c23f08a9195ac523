package io.sparklancedb.example;

import static org.apache.spark.sql.functions.col;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps the Markdown files of a folder in a LanceDB table: cuts them into chunks, embeds and writes
 * those, changes a document and writes it again, reads with a filter, and searches.
 *
 * <p>Arguments: the repository, the folder to work in, the folder of documents, and optionally a
 * question.
 */
public final class DocumentsExample {
  private static final String TABLE = "documents";
  private static final int WORDS_ASKED = 12;

  private final PrintStream out;
  private final SparkSession spark;
  private final String databaseUri;
  private final LanceDbClient client;

  private DocumentsExample(PrintStream out, SparkSession spark, Path database, Path repository) {
    this.out = out;
    this.spark = spark;
    this.databaseUri = database.toString();
    this.client = new LanceDbClient(repository.resolve("notebooks/search.mjs"), databaseUri, TABLE);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path repository = Path.of(arguments[0]);
    Path work = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[1])), "run-");
    Path folder = Path.of(arguments[2]).toAbsolutePath().normalize();
    String question = arguments.length > 3 ? arguments[3] : "";
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("documents")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate()) {
      Documents documents = Documents.copy(spark, folder, work.resolve("copy"));
      if (documents.count() == 0) {
        throw new IllegalArgumentException(
            "Cannot run the example: there is no Markdown file in '%s'. Name a folder that has some."
                .formatted(folder));
      }
      new DocumentsExample(System.out, spark, work.resolve("db"), repository)
          .run(documents, question);
    }
  }

  private void run(Documents documents, String question) throws IOException, InterruptedException {
    say("The database is %s", databaseUri);
    Dataset<Row> chunks = documents.chunks();
    Embedding embedding = Embedding.trainedOn(chunks);

    say("%n1. Write %d documents", documents.count());
    keep(embedding.embed(chunks));

    Path changed = documents.edit();
    say("%n2. %s was changed: write it again", documents.name(changed));
    Dataset<Row> again = embedding.embed(documents.chunks(changed)).cache();
    keep(again);

    say("%n3. Write the same once more");
    List<Row> before = rows();
    keep(again);
    say("   the rows are %s", rows().equals(before) ? "as they were" : "DIFFERENT");

    say("%n4. Read with a filter");
    read();

    String asked = question.isBlank() ? someWords() : question;
    float[] vector = embedding.embed(spark, asked);
    say("%n5. Search for '%s' with LanceDB's own client, which sees a", asked);
    say("   %s", client.describe());
    say("%s", client.search(vector).indent(3).stripTrailing());

    say("%n6. The same search in this JVM, without a Spark job");
    handle()
        .query()
        .nearestTo("embedding", vector)
        .select("id", "title", "_distance")
        .limit(3)
        .rows()
        .forEach(row -> say("   %s", row));
  }

  /** A plain append: rows whose id is in the table are updated, the others inserted. */
  private void keep(Dataset<Row> chunks) {
    chunks
        .write()
        .format("lancedb")
        .option("db_uri", databaseUri)
        .option("table_name", TABLE)
        .option("primary_key", "id")
        .mode("append")
        .save();
    Map<String, String> did = handle().lastWrite();
    say(
        "   inserted %s, updated %s: version %d has %d rows",
        did.get("inserted"), did.get("updated"), handle().version(), handle().countRows());
  }

  /** The connection that this JVM shares with the writer: what was just written is there. */
  private TableHandle handle() {
    return LanceDb.connect(databaseUri, Map.of(), Duration.ZERO).openTable(TABLE);
  }

  private Dataset<Row> table() {
    return spark
        .read()
        .format("lancedb")
        .option("db_uri", databaseUri)
        .option("table_name", TABLE)
        .load();
  }

  private List<Row> rows() {
    return table().orderBy("id").collectAsList();
  }

  private void read() {
    Dataset<Row> found =
        table()
            .where(col("title").equalTo("What changed").or(col("words").gt(180)))
            .select("id", "title", "words", "modified");
    found
        .queryExecution()
        .executedPlan()
        .toString()
        .lines()
        .filter(line -> line.contains("BatchScan"))
        .forEach(
            line -> say("   pushed down: %s", line.replaceAll(".*filters \\[|\\] Runtime.*", "")));
    List<Row> rows = found.orderBy(col("modified").desc(), col("id")).limit(3).collectAsList();
    say("   %d rows, among them", found.count());
    rows.forEach(row -> say("   %s", row));
  }

  /** The first words of the longest chunk: something that the documents know about. */
  private String someWords() {
    String text = table().orderBy(col("words").desc(), col("id")).first().getAs("text");
    return Pattern.compile("\\p{L}+")
        .matcher(text)
        .results()
        .limit(WORDS_ASKED)
        .map(MatchResult::group)
        .collect(Collectors.joining(" "));
  }

  private void say(String format, Object... values) {
    out.printf(format + "%n", values);
  }
}
