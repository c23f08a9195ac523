package io.sparklancedb.it;

import io.sparklancedb.error.LanceDbException;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The line of Spark that this JVM runs on, as the Maven module of the line names it. */
public record SparkLine(
    String sparkVersion,
    String scalaVersion,
    String arrowVersion,
    int leastJava,
    List<Path> sparkJars) {
  public SparkLine {
    sparkJars = List.copyOf(sparkJars);
  }

  public static SparkLine current() {
    return new SparkLine(
        property("line.spark.version"),
        property("line.scala.version"),
        property("line.arrow.version"),
        Integer.parseInt(property("line.least.java")),
        Stream.of(property("line.spark.jars").split(File.pathSeparator)).map(Path::of).toList());
  }

  /** The connector as a user puts it on Spark. */
  public static Path bundle() {
    return jarOf(LanceDbException.class);
  }

  /** The folder of the whole project. */
  public static Path root() {
    return Path.of(property("line.project"));
  }

  /** The jar or folder that the class was loaded from. */
  public static Path jarOf(Class<?> loaded) {
    return Path.of(
        URI.create(loaded.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "Cannot run here: the system property '"
              + name
              + "' is missing. Run the tests with Maven, in a module of integration-tests.");
    }
    return value;
  }
}
