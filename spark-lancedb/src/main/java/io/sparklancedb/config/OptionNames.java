package io.sparklancedb.config;

import io.sparklancedb.error.OptionErrors;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Tells the options from keys that mean nothing, or something elsewhere only. */
final class OptionNames {
  private static final int MOST_EDITS_OF_A_TYPO = 4;

  /** Two neighbours that have changed places. */
  private static final int EDITS_OF_A_SWAP = 2;

  /** By which Delta and Iceberg let a write change the columns of a table. */
  private static final Set<String> OF_OTHER_FORMATS =
      Set.of("mergeschema", "overwriteschema", "merge-schema");

  /** What other clients call the number of rows of a search. */
  private static final Set<String> NAMES_OF_LIMIT =
      Set.of("k", "top_k", "topk", "n", "num_results", "n_results", "numresults", "top");

  private OptionNames() {}

  /**
   * @throws io.sparklancedb.error.LanceDbException for a key of no option of a read, a write or a
   *     catalog
   */
  static void require(String key) {
    if (Options.all().stream().noneMatch(option -> option.key().covers(key))) {
      refuse(key);
    }
  }

  private static void refuse(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.equals("path") || lower.equals("paths")) {
      throw OptionErrors.path();
    }
    if (OF_OTHER_FORMATS.contains(lower)) {
      throw OptionErrors.ofOtherFormat(key);
    }
    if (NAMES_OF_LIMIT.contains(lower)) {
      throw OptionErrors.unknown(key, "limit");
    }
    throw nearest(lower)
        .map(known -> OptionErrors.unknown(key, known))
        .orElseGet(() -> OptionErrors.unknown(key));
  }

  /** Half of the letters at most are slips, and never all: a short key may be another word. */
  private static Optional<String> nearest(String lower) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    int most = Math.max(EDITS_OF_A_SWAP, Math.min(MOST_EDITS_OF_A_TYPO, lower.length() / 2));
    return Options.all().stream()
        .map(option -> completed(option.key(), lower))
        .min(Comparator.comparingInt(known -> distance.apply(lower, known)))
        .filter(known -> distance.apply(lower, known) <= most)
        .filter(known -> distance.apply(lower, known) < lower.length());
  }

  /** A family is compared with the name that the user gave its member. */
  private static String completed(OptionKey key, String lower) {
    int dot = lower.indexOf('.');
    return key.isFamily() && dot >= 0 ? key.of(lower.substring(dot + 1)) : key.text();
  }
}
