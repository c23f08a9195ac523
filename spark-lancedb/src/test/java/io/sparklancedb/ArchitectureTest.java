package io.sparklancedb;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.junit.jupiter.api.Test;

/** The rooms of the code, and what each may import of the others. */
class ArchitectureTest {
  private static final String BASE = "io.sparklancedb";

  /** Room to the rooms that it may import: see ARCHITECTURE.md. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              entry("error", Set.of()),
              entry("config", Set.of("error")),
              entry("layout", Set.of("config", "error")),
              entry("types", Set.of("layout", "error")),
              entry("arrow", Set.of("types", "error")),
              entry("filter", Set.of("types", "error")),
              entry("dataset", Set.of("arrow", "layout", "types", "config", "error")),
              entry("job", Set.of("error")),
              entry("namespace", Set.of("dataset", "arrow", "config", "error")),
              entry("index", Set.of("job", "dataset", "layout", "types", "config", "error")),
              entry(
                  "key", Set.of("index", "dataset", "filter", "arrow", "layout", "types", "error")),
              entry(
                  "commit",
                  Set.of(
                      "job", "key", "index", "dataset", "filter", "arrow", "layout", "types",
                      "config", "error")),
              entry(
                  "read",
                  Set.of(
                      "index", "dataset", "filter", "arrow", "layout", "types", "config", "error")),
              entry(
                  "write",
                  Set.of(
                      "job", "commit", "key", "index", "dataset", "filter", "arrow", "layout",
                      "types", "config", "error")),
              entry("functions", Set.of("types", "error")),
              entry(
                  "search",
                  Set.of(
                      "read", "job", "index", "dataset", "filter", "arrow", "layout", "types",
                      "config", "error")),
              entry(
                  "client",
                  Set.of(
                      "search", "commit", "index", "dataset", "layout", "types", "config",
                      "error")),
              entry(
                  "table",
                  Set.of(
                      "search",
                      "read",
                      "write",
                      "commit",
                      "job",
                      "namespace",
                      "index",
                      "dataset",
                      "filter",
                      "types",
                      "config",
                      "error")),
              entry(
                  "catalog",
                  Set.of(
                      "table",
                      "client",
                      "functions",
                      "write",
                      "commit",
                      "job",
                      "namespace",
                      "index",
                      "dataset",
                      "filter",
                      "types",
                      "config",
                      "error")),
              // Extends the root's catalog.
              entry("spark4", Set.of("", "catalog", "client", "dataset", "error")),
              entry(
                  "",
                  Set.of("catalog", "table", "client", "dataset", "types", "config", "error"))));

  /** Methods of Lance's dataset that make a version, or remove one. */
  private static final Set<String> CHANGES =
      Set.of(
          "addColumns",
          "alterColumns",
          "buildIndexSegments",
          "cleanupWithPolicy",
          "commit",
          "commitExistingIndexSegments",
          "commitTransaction",
          "compact",
          "create",
          "createBranch",
          "createIndex",
          "delete",
          "deleteConfigKeys",
          "drop",
          "dropColumns",
          "dropIndex",
          "mergeExistingIndexSegments",
          "mergeIndexMetadata",
          "mergeInsert",
          "migrateManifestPathsV2",
          "optimizeIndices",
          "restore",
          "shallowClone",
          "truncateTable",
          "updateConfig",
          "write");

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
  void theRoomsAreThoseOfTheDocument() throws IOException {
    Pattern row = Pattern.compile("(?m)^\\| (`\\w+`|the root) \\|[^|\n]*\\|([^|\n]*)\\|$");
    Map<String, Set<String>> written = new TreeMap<>();
    String page = Files.readString(Path.of("..", "ARCHITECTURE.md"));
    String table = page.substring(page.indexOf("| room |"), page.indexOf("```text"));
    for (Matcher found = row.matcher(table); found.find(); ) {
      written.put(plain(found.group(1)), rooms(found.group(2)));
    }

    assertEquals(MAY_IMPORT, written);
  }

  private static Set<String> rooms(String cell) {
    return Stream.of(cell.split(","))
        .map(String::trim)
        .filter(room -> !room.isEmpty())
        .map(ArchitectureTest::plain)
        .collect(Collectors.toSet());
  }

  private static String plain(String room) {
    return room.equals("the root") ? "" : room.replace("`", "");
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
  void onlyDatasetOpens() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packageOf("dataset"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.lance\\.(OpenDatasetBuilder|Session)")
        .check(classes);
  }

  @Test
  void onlyCommitIndexAndNamespaceChangeTables() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packageOf("commit"), packageOf("index"), packageOf("namespace"))
        .should()
        .callMethodWhere(
            describe(
                "changes a table",
                call ->
                    call.getTargetOwner().getName().equals("org.lance.Dataset")
                        && CHANGES.contains(call.getTarget().getName())))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("org\\.lance\\.(CommitBuilder|Transaction\\$Builder|WriteDatasetBuilder)")
        .check(classes);
  }

  @Test
  void theCommitEngineRunsWithoutSparkSql() {
    noClasses()
        .that()
        .resideInAnyPackage(packageOf("commit"), packageOf("key"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark.sql..")
        .check(classes);
  }

  @Test
  void oneClassMakesNativeQueriesThatRank() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + ".search.NativeSearch")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.lance\\.ipc\\.(Query|FullTextQuery)(\\$.*)?")
        .check(classes);
  }

  @Test
  void x6OnlyMessagesOfOurOwnTasksAreDeserialized() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + ".job.SerializedValue")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(classes);
  }

  /** By reflection, so that a member that is no longer public fails only when a query runs. */
  @Test
  void whatSparkCallsByNameIsPublic() {
    classes()
        .that()
        .areAssignableTo(CustomMetric.class)
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .should()
        .bePublic()
        .check(classes);
    constructors()
        .that()
        .areDeclaredInClassesThat()
        .areAssignableTo(CustomMetric.class)
        .and()
        .areDeclaredInClassesThat()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .should()
        .bePublic()
        .check(classes);
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAssignableTo(BoundFunction.class)
        .and()
        .haveName("invoke")
        .should()
        .bePublic()
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
