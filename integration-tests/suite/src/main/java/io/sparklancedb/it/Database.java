package io.sparklancedb.it;

import java.nio.file.Path;

/** A folder for one test that holds LanceDB tables; the tests' extension makes and removes it. */
public record Database(Path folder) {
  /** The value of the option {@code db_uri}. */
  public String uri() {
    return folder.toString();
  }

  /** Where LanceDB keeps the table. */
  public Path table(String name) {
    return folder.resolve(name + ".lance");
  }
}
