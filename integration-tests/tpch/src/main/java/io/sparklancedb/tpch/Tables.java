package io.sparklancedb.tpch;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes each table as {@code <table>.tbl}, its values between bars. */
public final class Tables {
  private Tables() {}

  /** Takes the folder and the scale factor; a table that is there is left as it is. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (TpchTable<?> table : TpchTable.getTables()) {
      Path file = folder.resolve(table.getTableName() + ".tbl");
      if (!Files.exists(file)) {
        write(table, Double.parseDouble(arguments[1]), file);
      }
    }
  }

  private static void write(TpchTable<?> table, double scale, Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (BufferedWriter lines = Files.newBufferedWriter(unfinished)) {
      for (TpchEntity row : table.createGenerator(scale, 1, 1)) {
        lines.write(row.toLine());
        lines.newLine();
      }
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
