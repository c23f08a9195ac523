package io.sparklancedb.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of a few megabytes in memory, which can be filled and made read-only; closing takes
 * it away. A test that may not mount one is skipped.
 */
public record SmallDisk(Path folder) implements AutoCloseable {
  /** What the file system gives out at a time. */
  public static final int PAGE_BYTES = 4_096;

  /** Mounts it at an empty folder. */
  public static SmallDisk mount(Path folder, int megabytes) {
    String size = "size=" + megabytes + "m";
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString()) == 0,
        "may not mount a file system");
    return new SmallDisk(folder);
  }

  /** Takes all space but some pages. */
  public void fill(int freePages) {
    long left = (long) freePages * PAGE_BYTES;
    ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
    try (FileChannel filler =
        FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (Files.getFileStore(folder).getUsableSpace() > left) {
        filler.write(page.rewind());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the space back. */
  public void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails while a file is open for writing. */
  public void makeReadOnly() {
    remount("ro");
  }

  /** Nothing in it can be run any more, no library either. */
  public void forbidPrograms() {
    remount("noexec");
  }

  public void makeWritable() {
    remount("rw");
  }

  @Override
  public void close() {
    run("umount", "--lazy", folder.toString());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  private void remount(String access) {
    if (run("mount", "-o", "remount," + access, folder.toString()) != 0) {
      throw new IllegalStateException("Cannot mount " + folder + " again as " + access);
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
