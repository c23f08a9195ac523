package io.sparklancedb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sparklancedb.client.Connection;
import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users may call from Java. {@code public-api.txt} lists it: a line that goes or changes
 * breaks their programs. Where that is meant, replace the file by what this test says it was, and
 * say it in CHANGELOG.md.
 */
class PublicApiTest {
  /** Rooms of which users see every public class. */
  private static final Set<String> ROOMS =
      Set.of(LanceDb.class.getPackageName(), Connection.class.getPackageName());

  private static final Set<String> EXCEPTIONS =
      Set.of("LanceDbException", "OutcomeUnknownException");

  @Test
  void isThatOfTheList() throws IOException {
    assertEquals(listed(), actual());
  }

  private static String listed() throws IOException {
    try (InputStream list = PublicApiTest.class.getResourceAsStream("/public-api.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String actual() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(LanceDb.class.getPackageName())
            .stream()
            .filter(PublicApiTest::isForUsers)
            .map(JavaClass::reflect)
            .flatMap(PublicApiTest::lines)
            .sorted()
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static boolean isForUsers(JavaClass type) {
    boolean isInRoom = ROOMS.contains(type.getPackageName());
    boolean isException =
        type.getPackageName().equals(LanceDbException.class.getPackageName())
            && EXCEPTIONS.contains(type.getSimpleName());
    return (isInRoom || isException) && Modifier.isPublic(type.reflect().getModifiers());
  }

  /** The class itself, so that its name alone is held as well, and what is public in it. */
  private static Stream<String> lines(Class<?> type) {
    String head =
        type.getName()
            + " extends "
            + Stream.concat(Stream.of(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
    Stream<Executable> members =
        Stream.concat(
            Arrays.stream(type.getDeclaredConstructors()),
            Arrays.stream(type.getDeclaredMethods()));
    Stream<String> signatures =
        members
            .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
            .map(PublicApiTest::signature);
    Stream<String> fields =
        Arrays.stream(type.getFields())
            .filter(field -> field.getDeclaringClass() == type)
            .map(Object::toString);
    return Stream.of(Stream.of(head), signatures, fields).flatMap(lines -> lines);
  }

  private static String signature(Executable member) {
    String parameters =
        Arrays.stream(member.getGenericParameterTypes())
            .map(parameter -> parameter.getTypeName())
            .collect(Collectors.joining(", ", "(", ")"));
    return member instanceof Method method
        ? "%s.%s%s: %s"
            .formatted(
                method.getDeclaringClass().getName(),
                (Modifier.isStatic(method.getModifiers()) ? "static " : "") + method.getName(),
                parameters,
                method.getGenericReturnType().getTypeName())
        : member.getName() + parameters;
  }
}
