package io.sparklancedb.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A data file that Lance has written into another folder than the table's.
 *
 * @param folder that Lance took for the table's
 * @param name of the file in its data folder
 */
public record StagedFile(Path folder, String name) {
  /**
   * Moves it, in one step, to where versions of the table name it. A data file does not say its own
   * name; the version that names it has to use the new one.
   */
  public void moveTo(Path table, String newName) throws IOException {
    Files.move(
        LanceLayout.dataFolder(folder).resolve(name),
        LanceLayout.dataFolder(table).resolve(newName),
        StandardCopyOption.ATOMIC_MOVE);
  }
}
