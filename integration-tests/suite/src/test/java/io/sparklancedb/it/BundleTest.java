package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.layout.TestedLance;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
class BundleTest {
  private static Set<String> files;
  private static Attributes manifest;
  private static String notice;
  private static String license;
  private static final Properties FACTS = new Properties();

  @BeforeAll
  static void readTheBundle() throws IOException {
    try (JarFile bundle = new JarFile(SparkLine.bundle().toFile())) {
      files =
          bundle.stream()
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      manifest = bundle.getManifest().getMainAttributes();
      notice = text(bundle, "META-INF/NOTICE");
      license = text(bundle, "META-INF/LICENSE");
      FACTS.load(new StringReader(text(bundle, "META-INF/spark-lancedb.properties")));
    }
  }

  private static String text(JarFile bundle, String file) throws IOException {
    try (InputStream text = bundle.getInputStream(bundle.getEntry(file))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Else deletion files are written by Lance, slowly, and no zone map is read. */
  @Test
  void itsLanceIsTheTestedOne() {
    assertTrue(TestedLance.isLoaded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io/sparklancedb/error/LanceDbException.class",
        "org/lance/Dataset.class",
        "nativelib/linux-x86-64/liblance_jni.so",
        "nativelib/linux-aarch64/liblance_jni.so",
        "nativelib/darwin-aarch64/liblance_jni.dylib",
        "org/apache/arrow/c/Data.class",
        "org/apache/arrow/c/jni/JniWrapper.class",
        "x86_64/libarrow_cdata_jni.so",
        "aarch_64/libarrow_cdata_jni.so",
        "aarch_64/libarrow_cdata_jni.dylib",
        "org/apache/arrow/dataset/scanner/Scanner.class"
      })
  void holdsWhatLanceNeeds(String file) {
    assertTrue(files.contains(file), file);
  }

  @Test
  void leavesVectorsToSpark() {
    assertEquals(
        List.of(
            "org/apache/arrow/vector/StructVectorLoader.class",
            "org/apache/arrow/vector/StructVectorUnloader.class"),
        below("org/apache/arrow/vector/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/arrow/memory/",
        "org/apache/spark/",
        "org/apache/commons/",
        "org/slf4j/",
        "io/netty/",
        "io/questdb/",
        "com/",
        "scala/",
        "META-INF/versions/"
      })
  void bringsNothingThatSparkMayHave(String folder) {
    assertEquals(List.of(), below(folder));
  }

  @Test
  void bringsNothingOfArrowDatasetButItsScannerClasses() {
    assertEquals(below("org/apache/arrow/dataset/scanner/"), below("org/apache/arrow/dataset/"));
  }

  @Test
  void hasNoPackagesOfItsOwnBeyondThese() {
    Set<String> roots =
        files.stream()
            .filter(file -> file.endsWith(".class"))
            .map(file -> file.replaceFirst("^([^/]+/[^/]+)/.*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("io/sparklancedb", "org/apache", "org/lance"), roots);
  }

  @Test
  void saysItsVersionAndThoseOfWhatItCarries() {
    assertEquals("spark-lancedb", manifest.getValue("Implementation-Title"));
    assertTrue(
        bundle()
            .endsWith(
                "spark-lancedb-" + manifest.getValue("Implementation-Version") + "-bundle.jar"),
        manifest.getValue("Implementation-Version"));
    assertEquals("7.0.0", manifest.getValue("Lance-Version"));
    assertEquals("15.0.2", manifest.getValue("Arrow-C-Data-Version"));
  }

  @Test
  void saysTheCommitThatItWasBuiltFrom() {
    boolean isClone = Files.exists(SparkLine.root().resolve(".git"));
    String commit = manifest.getValue("Git-Commit");
    assertTrue(commit.matches(isClone ? "[0-9a-f]{40}" : "unknown"), commit);
  }

  @Test
  void tellsTheLogWhatTheManifestSays() {
    Properties said = new Properties();
    said.setProperty("version", manifest.getValue("Implementation-Version"));
    said.setProperty("commit", manifest.getValue("Git-Commit"));
    said.setProperty("lance", manifest.getValue("Lance-Version"));
    assertEquals(said, FACTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Apache License, Version 2.0",
        "lance-core 7.0.0",
        "lance-namespace-core 0.7.7",
        "lance-namespace-apache-client 0.7.7",
        "jar-jni 1.1.1",
        "arrow-c-data 15.0.2",
        "arrow-dataset 15.0.2",
        "Arrow Java C Data Interface",
        "Arrow Java Dataset",
        "Copyright 2024 The Apache Software Foundation"
      })
  void givesNoticeOfWhatItCarries(String carried) {
    assertTrue(notice.contains(carried), notice);
  }

  @Test
  void holdsItsLicenseWhichIsThatOfWhatItCarries() throws IOException {
    assertEquals(Files.readString(SparkLine.root().resolve("LICENSE")), license);
  }

  private static String bundle() {
    return SparkLine.bundle().toString();
  }

  private static List<String> below(String folder) {
    return files.stream().filter(file -> file.startsWith(folder)).toList();
  }
}
