package io.sparklancedb.example;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The Markdown files of a folder: a copy, so that the example can change them. */
final class Documents {
  private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules");
  private static final StructType CHUNKS =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("file", DataTypes.StringType, false)
          .add("title", DataTypes.StringType, false)
          .add("chunk", DataTypes.IntegerType, false)
          .add("text", DataTypes.StringType, false)
          .add("words", DataTypes.IntegerType, false)
          .add("modified", DataTypes.TimestampType, false);

  private final SparkSession spark;
  private final Path copy;
  private final List<Path> files;

  private Documents(SparkSession spark, Path copy, List<Path> files) {
    this.spark = spark;
    this.copy = copy;
    this.files = files;
  }

  static Documents copy(SparkSession spark, Path folder, Path copy) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : markdownFiles(folder)) {
      Path target = copy.resolve(folder.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(target, Files.getLastModifiedTime(file));
      files.add(target);
    }
    return new Documents(spark, copy, files.stream().sorted().toList());
  }

  private static List<Path> markdownFiles(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.toAbsolutePath().normalize().getFileName().toString();
            boolean skipped = SKIPPED_FOLDERS.contains(name) || name.startsWith(".");
            return skipped && !directory.equals(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  int count() {
    return files.size();
  }

  /** The chunks of all documents, each under an id that stays the same while its place does. */
  Dataset<Row> chunks() {
    return chunks(files);
  }

  Dataset<Row> chunks(Path file) {
    return chunks(List.of(file));
  }

  private Dataset<Row> chunks(List<Path> chosen) {
    String folder = copy.toUri().getPath();
    return spark
        .read()
        .format("binaryFile")
        .load(chosen.stream().map(file -> file.toUri().toString()).toArray(String[]::new))
        .flatMap(
            (FlatMapFunction<Row, Row>) document -> cut(document, folder), Encoders.row(CHUNKS));
  }

  private static Iterator<Row> cut(Row document, String folder) {
    String path = java.net.URI.create(document.<String>getAs("path")).getPath();
    String file = path.substring(folder.length()).replaceFirst("^/", "");
    String text = new String(document.<byte[]>getAs("content"), StandardCharsets.UTF_8);
    List<Row> rows = new ArrayList<>();
    for (Chunker.Chunk chunk : Chunker.cut(file, text)) {
      int number = rows.size();
      rows.add(
          RowFactory.create(
              file + "#" + number,
              file,
              chunk.title(),
              number,
              chunk.text(),
              chunk.words(),
              document.getAs("modificationTime")));
    }
    return rows.iterator();
  }

  /** Does what an author does: mends a word at the top of a document, adds a section at its end. */
  Path edit() throws IOException {
    Path file = files.get(0);
    String text = Files.readString(file);
    Files.writeString(file, "Second edition. " + text);
    Files.writeString(
        file,
        "\n\n# What changed\n\nThe second edition mends the first lines and adds this section.\n",
        StandardOpenOption.APPEND);
    return file;
  }

  String name(Path file) {
    return copy.relativize(file).toString().replace('\\', '/');
  }
}
