package io.sparklancedb.config;

import org.apache.spark.sql.internal.SQLConf;

/**
 * Keeps secret options out of the plans that Spark prints. Spark shows the options of a write in
 * its logical plan, and hides only those whose key looks secret to it, which {@code account_key}
 * and {@code aws_access_key_id} do not.
 */
public final class PlanRedaction {
  private static final String REDACTED_OPTIONS = "spark.sql.redaction.options.regex";
  private static final String OURS = "(?i)(storage_options\\.|sql\\.catalog\\..*\\.namespace\\.)";

  private PlanRedaction() {}

  /** Adds our options to those that the session hides. */
  public static void hideSecrets() {
    SQLConf session = SQLConf.get();
    String hidden = session.getConfString(REDACTED_OPTIONS);
    if (!hidden.contains(OURS)) {
      session.setConfString(REDACTED_OPTIONS, hidden.isEmpty() ? OURS : hidden + "|" + OURS);
    }
  }
}
