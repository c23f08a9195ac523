package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The address of a LanceDB database in Lance's spelling: an absolute folder, or an object-store
 * prefix. Spark's spellings of one place ({@code s3a://}, {@code file:/}, a relative path, a
 * symbolic link) become one address.
 */
public record DatabaseUri(String value) implements Serializable {
  private static final List<String> MOUNTS = List.of("/dbfs", "/Volumes", "/Workspace");
  private static final Map<String, String> SCHEMES = Map.of("s3a", "s3", "s3n", "s3");

  /**
   * {@code ~} where a path begins, and any part of one that is a variable or begins with one:
   * nobody has put a value there.
   */
  private static final Pattern SHELL_PART =
      Pattern.compile("(?<=^|^file:)~[^/]*|(?<=^|[:/])\\$(?:\\w+(?=/|$)|\\{\\w+}|\\(\\w+\\))");

  /**
   * Reads what the user wrote. A relative folder is taken from the working directory of this JVM,
   * so this belongs on the driver.
   */
  public static DatabaseUri parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw OptionErrors.badDatabaseUri(text, "it is empty");
    }
    SHELL_PART
        .matcher(trimmed)
        .results()
        .findFirst()
        .ifPresent(
            part -> {
              throw OptionErrors.shellPath(text, part.group());
            });
    int colon = trimmed.indexOf(':');
    int slash = trimmed.indexOf('/');
    if (colon <= 1 || (slash >= 0 && slash < colon)) {
      return new DatabaseUri(folder(text, trimmed));
    }
    String scheme = trimmed.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "dbfs" -> throw OptionErrors.databricksMount(text);
      case "file" -> new DatabaseUri(folder(text, pathOf(text, trimmed)));
      default ->
          new DatabaseUri(
              withoutTrailingSlash(
                  SCHEMES.getOrDefault(scheme, scheme)
                      + objectStorePath(text, trimmed.substring(colon))));
    };
  }

  /** Whether the database is a folder of a file system rather than an object store. */
  public boolean isFolder() {
    return value.startsWith("/");
  }

  private static String objectStorePath(String text, String afterScheme) {
    if (!afterScheme.startsWith("://") || afterScheme.length() == 3) {
      throw OptionErrors.badDatabaseUri(text, "it names no bucket");
    }
    return afterScheme;
  }

  private static String pathOf(String text, String fileUri) {
    try {
      String path = new URI(fileUri).getPath();
      if (path == null || !path.startsWith("/")) {
        throw OptionErrors.badDatabaseUri(text, "a file URI needs an absolute path");
      }
      return path;
    } catch (URISyntaxException e) {
      // Hadoop writes file URIs without escapes, blanks and all.
      return fileUri.substring("file:".length()).replaceFirst("^/+", "/");
    }
  }

  private static String folder(String text, String path) {
    try {
      Path absolute = Path.of(path).toAbsolutePath().normalize();
      for (String mount : MOUNTS) {
        if (absolute.startsWith(mount)) {
          throw OptionErrors.databricksMount(text);
        }
      }
      return withoutTrailingSlash(realPath(absolute).toString());
    } catch (InvalidPathException e) {
      throw OptionErrors.badDatabaseUri(text, "it is no path of this system");
    }
  }

  /** Follows symbolic links as far as the folder exists, so that one database has one address. */
  private static Path realPath(Path absolute) {
    for (Path known = absolute; known != null; known = known.getParent()) {
      try {
        return known.toRealPath().resolve(known.relativize(absolute));
      } catch (IOException e) {
        // Not there yet: try its parent.
      }
    }
    return absolute;
  }

  private static String withoutTrailingSlash(String uri) {
    int end = uri.length();
    while (end > 1 && uri.charAt(end - 1) == '/') {
      end--;
    }
    return uri.substring(0, end);
  }

  @Override
  public String toString() {
    return value;
  }
}
