package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class PathsTest {
  @AutoClose private static final LanceDbClient CLIENT = LanceDbClient.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "with a blank",
        "with%20an escape",
        "100%",
        "a#b",
        "a?b=c",
        "a&b+c;d=e",
        "a:b",
        "[a]{b}",
        "\u00fcn\u00efc\u00f6de \u4e2d\u6587",
        "non-BMP \uD83D\uDE00",
        "it's \"quoted\"",
        "back\\slash",
        "~"
      })
  void f8ATableHasOneIdentityInAllSpellings(String name, SparkSession spark, Database database)
      throws Exception {
    Path folder = Files.createDirectory(database.folder().resolve(name));
    List<String> spellings = spellings(folder, database);
    int writes = 0;
    for (String spelling : spellings) {
      append(spark.range(writes * 5, writes * 5 + 10).toDF(), spelling);
      writes++;
    }

    long rows = 5L * (writes - 1) + 10;
    for (String spelling : spellings) {
      assertEquals(rows, read(spark, spelling).count(), spelling);
      assertEquals(1, read(spark, spelling).where("id = 7").count(), spelling);
    }
    assertEquals(List.of("docs.lance"), Files.list(folder).map(p -> "" + p.getFileName()).toList());
    assertEquals(rows, new NativeTable(folder.resolve("docs.lance")).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with a blank", "\u00fcn\u00efc\u00f6de", "\uD83D\uDE00", "a+b"})
  void f8TheRealClientOpensTheSameFolder(String name, SparkSession spark, Database database)
      throws Exception {
    Path folder = Files.createDirectory(database.folder().resolve(name));
    append(spark.range(10).toDF(), folder.toString());

    LanceDbClientTable table = CLIENT.table(new Database(folder), Docs.NAME);
    assertEquals(10, table.count());
    table.add(List.of(Map.of("id", "77")));
    assertEquals(11, read(spark, folder.toString()).count());
  }

  private static List<String> spellings(Path folder, Database database) throws Exception {
    String path = folder.toString();
    Path link = Files.createSymbolicLink(database.folder().resolve("link"), folder);
    Path here = Path.of("").toAbsolutePath();
    List<String> spellings = new ArrayList<>();
    spellings.add(path);
    spellings.add(path + "/");
    spellings.add(path + "//");
    spellings.add(folder.getParent() + "/./x/../" + folder.getFileName());
    spellings.add(here.relativize(folder).toString());
    spellings.add(link.toString());
    spellings.add(folder.toUri().toString());
    spellings.add("file://" + folder.toUri().getRawPath());
    return spellings;
  }

  private static void append(Dataset<Row> rows, String uri) {
    rows.write()
        .format("lancedb")
        .mode("append")
        .option("db_uri", uri)
        .option("table_name", Docs.NAME)
        .option("primary_key", "id")
        .save();
  }

  private static Dataset<Row> read(SparkSession spark, String uri) {
    return spark
        .read()
        .format("lancedb")
        .option("db_uri", uri)
        .option("table_name", Docs.NAME)
        .load();
  }
}
