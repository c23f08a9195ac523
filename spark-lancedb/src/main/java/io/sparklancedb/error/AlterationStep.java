package io.sparklancedb.error;

import java.util.Collection;

/** What of an {@code ALTER TABLE} is one version of the table. */
public enum AlterationStep {
  DROP("drop of"),
  CHANGE("change of"),
  ADDITION("addition of"),
  COMMENTS("comment of"),
  PROPERTIES("change of the properties");

  private final String text;

  AlterationStep(String text) {
    this.text = text;
  }

  /**
   * For a message.
   *
   * @param names of columns or properties
   */
  public String of(Collection<String> names) {
    return text + " " + Names.quoted(names);
  }
}
