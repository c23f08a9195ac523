package io.sparklancedb.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.index.Index;
import org.lance.index.IndexType;

/** The one guard on Lance's version, and what does not happen behind it. */
class TestedLanceTest {
  private static final String LIBRARY = "nativelib/linux-x86-64/liblance_jni.so";

  @TempDir private Path folder;

  /** It fails with a new lance-core: look at what this room reads and writes, then change it. */
  @Test
  void theLanceOfTheBuildIsTheTestedOne() {
    assertTrue(TestedLance.isLoaded());
  }

  @Test
  void anotherLibraryIsNotTested() throws IOException {
    Path jar = folder.resolve("lance-core-7.0.0.jar");
    write(jar, new byte[] {1, 2, 3});

    assertFalse(isIn(jar));
  }

  @Test
  void aLibraryOutsideOfAJarIsNotTested() throws IOException {
    Path library = folder.resolve(LIBRARY);
    Files.createDirectories(library.getParent());
    Files.write(library, new byte[] {1, 2, 3});

    assertFalse(isIn(folder));
  }

  @Test
  void noLibraryIsNotTested() {
    assertFalse(TestedLance.isIn(name -> null));
  }

  @Test
  void zoneMapsOfAnotherLanceAreNotRead() {
    Index index =
        Index.builder()
            .uuid(new UUID(0, 1))
            .fields(List.of(0))
            .name("zones")
            .datasetVersion(1)
            .indexVersion(0)
            .fragments(List.of(0))
            .createdAt(Instant.EPOCH)
            .indexType(IndexType.ZONEMAP)
            .build();

    assertTrue(ZoneMap.of(index, true).isPresent());
    assertEquals(Optional.empty(), ZoneMap.of(index, false));
  }

  @Test
  void manifestsOfAnotherLanceAreNotRead() throws IOException {
    TableAddress address =
        TableAddress.of(
            new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, CacheSizes.DEFAULT);
    Path manifest = LanceLayout.versionsFolder(Path.of(address.uri())).resolve("1.manifest");
    Files.createDirectories(manifest.getParent());
    Files.write(manifest, new byte[] {1, 2, 3, 4, 5});

    assertEquals(Optional.of(manifest), NewestManifest.truncated(address, true));
    assertEquals(Optional.empty(), NewestManifest.truncated(address, false));
  }

  private static void write(Path jar, byte[] library) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setLevel(1);
      out.putNextEntry(new ZipEntry(LIBRARY));
      out.write(library);
    }
  }

  private static boolean isIn(Path jarOrFolder) throws IOException {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jarOrFolder.toUri().toURL()}, null)) {
      return TestedLance.isIn(loader::getResource);
    }
  }
}
