package io.sparklancedb.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version and the commit of this connector, as its build has recorded them. */
record Release(String version, String commit, String lance) {
  private static final String FILE = "/META-INF/spark-lancedb.properties";

  static Release current() {
    Properties facts = new Properties();
    try (InputStream file = Release.class.getResourceAsStream(FILE)) {
      if (file != null) {
        facts.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(facts);
  }

  /** A build that is not Maven's leaves the names that Maven fills in. */
  static Release of(Properties facts) {
    return new Release(fact(facts, "version"), fact(facts, "commit"), fact(facts, "lance"));
  }

  String sentence() {
    return "spark-lancedb " + version + ", commit " + commit + ", with Lance " + lance + ".";
  }

  private static String fact(Properties facts, String name) {
    String value = facts.getProperty(name, "");
    return value.isEmpty() || value.startsWith("${") ? "unknown" : value;
  }
}
