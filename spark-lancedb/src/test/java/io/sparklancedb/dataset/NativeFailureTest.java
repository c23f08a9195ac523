package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeFailureTest {
  private static final String SECRET = "hush-hush-hush";
  private static final TableAddress ADDRESS =
      TableAddress.of(
          new DatabaseUri("/tmp/db"), "docs", new StorageOptions(Map.of("secret", SECRET)));

  @Test
  void aDefectOfOursRisesAsWhatItIs() {
    for (RuntimeException defect :
        new RuntimeException[] {
          new NullPointerException(), new NoSuchElementException("none"), new ArithmeticException()
        }) {
      assertSame(
          defect,
          assertThrows(RuntimeException.class, () -> TableLoader.unreachable(ADDRESS, defect)));
      assertSame(
          defect,
          assertThrows(RuntimeException.class, () -> TableLoader.unwritable(ADDRESS, defect)));
    }
  }

  @Test
  void whatIsSaidAlreadyIsSaidOnce() {
    LanceDbException said = TableLoader.unreachable(ADDRESS, new IOException("gone"));

    assertSame(said, TableLoader.unreachable(ADDRESS, said));
    assertSame(said, TableLoader.unwritable(ADDRESS, said));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[errno 22] External error: Wrapped error: LanceError(IO): Generic S3 error: no answer, /workspace/rust/lance-io/src/scheduler.rs:301:17",
        "[errno 22] External error: Generic S3 error: no answer, /workspace/rust/lance-io/src/scheduler.rs:301:17"
      })
  void aStorageThatDoesNotAnswerIsOutOfReach(String thrown) {
    IOException cause = new IOException(thrown);
    LanceDbException told = TableLoader.unreachable(ADDRESS, cause);

    assertEquals(
        "Cannot reach table '/tmp/db/docs.lance': Generic S3 error: no answer. Check the address, the permissions and the 'storage_options'.",
        told.getMessage());
    assertSame(cause, told.getCause());
    assertEquals(
        "Cannot write table '/tmp/db/docs.lance': Generic S3 error: no answer. Check that the address can be written, with the permissions and 'storage_options' that you have.",
        TableLoader.unwritable(ADDRESS, cause).getMessage());
  }

  @Test
  void filesOfJavaAreOutOfReachToo() {
    IOException cause = new IOException("no space left");

    assertEquals(
        "Cannot reach table '/tmp/db/docs.lance': no space left. Check the address, the permissions and the 'storage_options'.",
        TableLoader.unreachable(ADDRESS, new UncheckedIOException("no space left", cause))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task 300 panicked with message \"the offset is wrong\"",
        "LanceError(IO): Generic LocalFileSystem error: failed to fill whole buffer",
        "LanceError(IO): Generic memory error: Invalid range 0..1259 for object of size 629 bytes",
        "LanceError(IO): Object at location /db/_indices/1/page.lance not found: (os error 2)",
        "Not found: db/data/1.lance"
      })
  void aFileThatCannotBeUnderstoodIsNotOutOfReach(String reason) {
    String position = ", /workspace/rust/lance-encoding/src/decoder.rs:1902:40";
    String told = reason.replace("LanceError(IO): ", "");
    IOException cause = new IOException("[errno 22] External error: " + reason + position);

    assertEquals(
        "Cannot read table '/tmp/db/docs.lance': %s. A file of this version is damaged or missing, or lance-core fails on it. Restore the file, or read an older version with the option 'version'."
            .formatted(told),
        TableLoader.unreachable(ADDRESS, cause).getMessage());
    assertEquals(
        "Cannot write table '/tmp/db/docs.lance': lance-core fails on the rows or on a file of the table (%s). Please report it with the types of the columns."
            .formatted(told),
        TableLoader.unwritable(ADDRESS, cause).getMessage());
  }

  /** With a cause that has none: a failure without any is a refusal, which no task tries again. */
  @Test
  void aSecretIsTakenOutOfTheCauseToo() {
    IOException thrown = new IOException("Generic S3 error: " + SECRET);
    LanceDbException told = TableLoader.unreachable(ADDRESS, thrown);

    assertEquals(
        "Cannot reach table '/tmp/db/docs.lance': Generic S3 error: ***. Check the address, the permissions and the 'storage_options'.",
        told.getMessage());
    assertEquals("Generic S3 error: ***", told.getCause().getMessage());
    assertArrayEquals(thrown.getStackTrace(), told.getCause().getStackTrace());
    Throwable wrapped =
        TableLoader.unreachable(ADDRESS, new UncheckedIOException("gone", thrown)).getCause();
    assertEquals("gone", wrapped.getMessage());
    assertNull(wrapped.getCause());
  }
}
