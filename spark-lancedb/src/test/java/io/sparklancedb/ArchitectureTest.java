package io.sparklancedb;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the code, and what each may import of the others. */
class ArchitectureTest {
  private static final String BASE = "io.sparklancedb";

  /** Room to the rooms that it may import, as the design's section 3 says. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              entry("error", Set.of()),
              entry("config", Set.of("error")),
              entry("types", Set.of("error")),
              entry("arrow", Set.of("types", "error")),
              entry("filter", Set.of("types", "error")),
              entry("dataset", Set.of("arrow", "types", "config", "error")),
              entry("read", Set.of("dataset", "filter", "arrow", "types", "config", "error")),
              entry("write", Set.of("dataset", "filter", "arrow", "types", "config", "error")),
              entry(
                  "merge",
                  Set.of("write", "dataset", "filter", "arrow", "types", "config", "error")),
              entry(
                  "search",
                  Set.of("read", "dataset", "filter", "arrow", "types", "config", "error")),
              entry(
                  "table",
                  Set.of(
                      "read", "write", "merge", "dataset", "filter", "arrow", "types", "config",
                      "error")),
              entry(
                  "catalog",
                  Set.of(
                      "table", "search", "write", "dataset", "filter", "types", "config", "error")),
              // Extends the root's catalog.
              entry("spark4", Set.of("", "catalog", "dataset", "error")),
              entry("", Set.of("catalog", "table", "dataset", "types", "config", "error"))));

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void everyRoomIsInTheTable() {
    Set<String> rooms =
        classes.stream()
            .map(c -> room(c.getPackageName()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(MAY_IMPORT.keySet(), rooms);
  }

  @Test
  void aRoomImportsOnlyWhatStandsBehindItsArrow() {
    MAY_IMPORT.forEach(
        (room, others) -> {
          String[] allowed =
              Stream.concat(others.stream(), Stream.of(room))
                  .map(this::packageOf)
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(packageOf(room))
              .should()
              .dependOnClassesThat(
                  resideInAPackage(BASE + "..").and(not(resideInAnyPackage(allowed))))
              .check(classes);
        });
  }

  @Test
  void onlySpark4sRoomNamesWhatSpark35Lacks() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("spark4"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org\\.apache\\.spark\\.sql\\.connector\\.catalog\\.(Procedure.*|TableInfo|procedures.*|constraints.*)")
        .check(classes);
  }

  @Test
  void onlyArrowMakesAnAllocator() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("arrow"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.apache.arrow.memory.RootAllocator")
        .check(classes);
  }

  @Test
  void onlyDatasetCommits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("dataset"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org\\.lance\\.(CommitBuilder|Transaction|OpenDatasetBuilder|WriteDatasetBuilder|Session)")
        .check(classes);
  }

  @Test
  void oneClassMakesNativeQueriesThatRank() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + ".dataset.NativeSearch")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.lance\\.ipc\\.(Query|FullTextQuery)(\\$.*)?")
        .check(classes);
  }

  @Test
  void x6OnlyMessagesOfOurOwnTasksAreDeserialized() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + ".write.TaskCommitMessage")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(classes);
  }

  @Test
  void everyRoomSaysWhatItIsForInOneSentence() {
    Path sources = Path.of("src/main/java/io/sparklancedb");
    MAY_IMPORT
        .keySet()
        .forEach(
            room ->
                assertTrue(Files.exists(sources.resolve(room).resolve("package-info.java")), room));
  }

  private static String room(String packageName) {
    return Arrays.stream(packageName.substring(BASE.length()).split("\\."))
        .filter(part -> !part.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String packageOf(String room) {
    return room.isEmpty() ? BASE : BASE + "." + room + "..";
  }
}
