package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class ReleaseTest {
  @Test
  void saysVersionCommitAndLance() {
    assertEquals(
        "spark-lancedb 1.2.3, commit 0badc0de, with Lance 7.0.0.",
        Release.of(facts("1.2.3", "0badc0de", "7.0.0")).sentence());
  }

  @Test
  void doesNotRepeatWhatNoBuildHasFilledIn() {
    assertEquals(
        "spark-lancedb unknown, commit unknown, with Lance unknown.",
        Release.of(facts("${project.version}", "${buildNumber}", "")).sentence());
    assertEquals(new Release("unknown", "unknown", "unknown"), Release.of(new Properties()));
  }

  private static Properties facts(String version, String commit, String lance) {
    Properties facts = new Properties();
    facts.setProperty("version", version);
    facts.setProperty("commit", commit);
    facts.setProperty("lance", lance);
    return facts;
  }
}
