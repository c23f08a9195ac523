package io.sparklancedb.write;

import static io.sparklancedb.types.FileFormat.OLDEST_VERSION;
import static io.sparklancedb.types.FileFormat.VERSION_WITH_MAPS;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.FileFormat;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Lance's file version of a table: which one its columns need. */
record FileVersions(TableAddress table) {
  /**
   * The version for a table that is made.
   *
   * @param option what the user asks for
   * @param fixed that of a table that keeps it
   * @return null for the library's own choice
   */
  String choose(Schema columns, Optional<String> option, Optional<String> fixed) {
    boolean hasMaps = FileFormat.needsVersion22(columns);
    Optional<String> wanted =
        option.or(() -> Optional.ofNullable(hasMaps ? VERSION_WITH_MAPS : null));
    if (hasMaps && !wanted.get().equals(VERSION_WITH_MAPS)) {
      throw WriteErrors.mapsNeedNewerFiles(wanted.get());
    }
    if (fixed.isPresent() && !wanted.orElse(fixed.get()).equals(fixed.get())) {
      throw WriteErrors.otherStorageVersion(table.uri(), fixed.get(), wanted.get());
    }
    String chosen = fixed.or(() -> wanted).orElse(null);
    requireStructsKept(columns, chosen);
    return chosen;
  }

  /** The files of a table keep their version. With 2.0 a map crashes the process. */
  void requireStorable(Schema added, String version) {
    boolean lacksMaps = !version.equals(VERSION_WITH_MAPS);
    boolean lacksStructs = version.equals(OLDEST_VERSION);
    for (Field column : added.getFields()) {
      Schema alone = new Schema(List.of(column));
      if (lacksMaps && FileFormat.needsVersion22(alone)
          || lacksStructs && FileFormat.needsVersion21(alone)) {
        throw CatalogErrors.columnNeedsNewerFiles(table.uri(), column.getName(), version);
      }
    }
  }

  /** Files of version 2.0 do not tell a null struct from a struct of nulls. */
  void requireStructsKept(Schema columns, String version) {
    if (OLDEST_VERSION.equals(version) && FileFormat.needsVersion21(columns)) {
      throw WriteErrors.structsNeedNewerFiles(version);
    }
  }
}
