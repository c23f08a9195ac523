package io.sparklancedb.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message says what cannot be done, why, and the way out. */
class SentencesTest {
  private static final List<Class<?>> ALL =
      List.of(
          CatalogErrors.class,
          ConnectionErrors.class,
          JobErrors.class,
          OptionErrors.class,
          SearchErrors.class,
          TableErrors.class,
          TypeErrors.class,
          ValueErrors.class,
          WriteErrors.class);

  /** Cannot (act): (reason). (Way out). */
  private static final Pattern FORM = Pattern.compile("Cannot .+: .+[^ ][.] [A-Z].+[.?]");

  /** What they lack is reason and way out in one; of the last Spark's own frame says the rest. */
  private static final List<String> SHORT =
      List.of("needs", "nullProcedureArgument", "notTwoVectors");

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.of(
          String.class,
          "this",
          Collection.class,
          List.of("x"),
          List.class,
          List.of("x"),
          Instant.class,
          Instant.EPOCH,
          Duration.class,
          Duration.ZERO,
          Throwable.class,
          new IOException("it failed"),
          LanceDbException.class,
          TypeErrors.reservedName("x"),
          OutcomeUnknownException.class,
          WriteErrors.changeUnknown("x", "x", null),
          StructType.class,
          new StructType());

  private static final Map<Class<?>, Object> NUMBERS =
      Map.of(int.class, 1, long.class, 1L, float.class, 1f, double.class, 1d, boolean.class, true);

  private static Stream<Method> sentences() {
    return ALL.stream()
        .flatMap(errors -> Arrays.stream(errors.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void hasAReasonAndAWayOut(Method sentence) throws ReflectiveOperationException {
    String message = message(sentence);

    assertEquals(!SHORT.contains(sentence.getName()), FORM.matcher(message).matches(), message);
    assertEquals(false, message.contains("%"), message);
  }

  @Test
  void aNullKeyIsToldByItsPlace() {
    assertEquals(
        "Cannot write row 2 of partition 1: its primary key 'id' is null. Fill it or filter such rows out.",
        ValueErrors.nullKey("id", 2, 1).getMessage());
  }

  @Test
  void aVectorColumnWithoutVectorsNeedsADimension() {
    assertEquals(
        "Cannot make vector column 'v': no row has a vector, so its dimension is unknown. Set the option 'vector.v', such as '768'.",
        TypeErrors.unknownDimension("v").getMessage());
    assertEquals(
        "Cannot make vector column 'v': no row has a vector, so its dimension is unknown. Say it first, such as ALTER TABLE c.d.t SET TBLPROPERTIES ('vector.v' = '768').",
        TypeErrors.unknownDimensionOfAddition("c.d.t", "v").getMessage());
    assertEquals(
        "Cannot create table 'c.d.t': no row has a vector, so the dimension of its vector column is unknown. Say it, such as TBLPROPERTIES ('vector.embedding' = '768').",
        TypeErrors.unknownDimensionOfTable("c.d.t").getMessage());
  }

  @Test
  void aKeyOfSeveralColumnsIsNotMergedOn() {
    assertEquals(
        "Cannot write table '/db/t.lance': its primary key is made of the columns 'a', 'b', and rows are merged on exactly one. Create another table with one key column from a query of this one.",
        WriteErrors.severalPrimaryKeysInTable("/db/t.lance", List.of("a", "b")).getMessage());
  }

  @Test
  void aColumnThatIsNotStoredIsNotCompared() {
    assertEquals(
        "Cannot use option 'compare_columns' with the column 'gone': it is the 'delete_column', or a 'sequence_column' that the table has not, so there is nothing stored to compare it with. Leave it out of the list.",
        WriteErrors.comparedNotStored("gone").getMessage());
  }

  @Test
  void aKeyThatIsThereIsNamed() {
    assertEquals(
        "Cannot write: two of the rows have the primary key 'id' = '7'. Keep one row of each key, such as dropDuplicates(\"id\").",
        WriteErrors.duplicateKey("id", "7").getMessage());
    assertEquals(
        "Cannot write: a row of the table has the primary key 'id' = '7' already, and 'when_matched' is 'fail'. Drop such rows, or set 'when_matched' to 'update', 'update_changed' or 'ignore'.",
        WriteErrors.keyIsThere("id", "7").getMessage());
  }

  @Test
  void whatHappensAfterACommitSaysWhatToDo() {
    assertEquals(
        "Cannot remove the rows that another writer inserted into table '/db/t.lance' while version 3 was committed: it failed. The version is there, and keys may be there twice. Write the same rows again.",
        WriteErrors.concurrentInsertsRemain("/db/t.lance", 3, new IOException("it failed"))
            .getMessage());
    assertEquals(
        "Cannot write table '/db/t.lance': the write has ended before this task. Nothing of the task is kept. If the write failed, run it again.",
        WriteErrors.writeHasEnded("/db/t.lance").getMessage());
  }

  @Test
  void aNameThatIsTakenIsToldWhenATableIsRenamed() {
    IOException taken = new FileAlreadyExistsException(new File("/db/u.lance").getPath());

    assertEquals(
        "Cannot rename table '/db/t.lance' to 'u': there is '/db/u.lance' already. The table is as it was. Mend that, or choose another name.",
        TableErrors.notRenamed("/db/t.lance", "u", FileReason.of(taken), taken).getMessage());
  }

  private static String message(Method sentence) throws ReflectiveOperationException {
    Object[] arguments =
        Arrays.stream(sentence.getParameterTypes())
            .map(type -> type.isPrimitive() ? NUMBERS.get(type) : ARGUMENTS.get(type))
            .toArray();
    try {
      return ((Exception) sentence.invoke(null, arguments)).getMessage();
    } catch (InvocationTargetException e) {
      throw new AssertionError(sentence + " " + e.getCause(), e);
    }
  }
}
