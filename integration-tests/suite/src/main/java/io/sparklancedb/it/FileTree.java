package io.sparklancedb.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** All files and folders below a folder, while others may still work on them. */
public record FileTree(Path root) {
  /** Relative to the root, sorted. */
  public List<String> names() {
    return paths().stream().map(path -> root.relativize(path).toString()).toList();
  }

  /** Removes the root and all below. */
  public void remove() {
    List<Path> all = new ArrayList<>(paths());
    Collections.reverse(all);
    all.add(root);
    try {
      for (Path path : all) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until there are these names and no others: tasks that were ended may still clean up. */
  public void await(List<String> expected) {
    Poll.until(
        () ->
            "there are no %s, but %s".formatted(minus(names(), expected), minus(expected, names())),
        () -> names().equals(expected));
  }

  private static List<String> minus(List<String> all, List<String> others) {
    return all.stream().filter(name -> !others.contains(name)).toList();
  }

  /** The files that hold the text. */
  public List<String> holding(String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return paths().stream()
        .filter(Files::isRegularFile)
        .filter(file -> holds(file, wanted))
        .map(file -> root.relativize(file).toString())
        .toList();
  }

  private List<Path> paths() {
    while (true) {
      try (Stream<Path> below = Files.walk(root)) {
        return below.filter(path -> !path.equals(root)).sorted().toList();
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
        // Removed meanwhile: look again.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean holds(Path file, byte[] wanted) {
    try {
      // Latin-1 gives each byte one character.
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          .contains(new String(wanted, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
