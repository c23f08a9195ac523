package io.sparklancedb.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns what Java's files threw into words for a sentence of ours. */
public final class FileReason {
  private FileReason() {}

  /** For example {@code no permission for '/data/db'}. */
  public static String of(IOException thrown) {
    if (thrown instanceof AccessDeniedException denied) {
      return "no permission for '" + denied.getFile() + "'";
    }
    if (thrown instanceof NoSuchFileException missing) {
      return "there is no '" + missing.getFile() + "'";
    }
    if (thrown instanceof FileAlreadyExistsException there) {
      return "there is '" + there.getFile() + "' already";
    }
    if (thrown instanceof FileSystemException failed && failed.getReason() != null) {
      return "'" + failed.getFile() + "': " + failed.getReason();
    }
    return NativeReason.of(thrown);
  }
}
