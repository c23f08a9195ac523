package io.sparklancedb.config;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * One option, declared once: its value, the refusal of a wrong one and its row in {@code
 * docs/options.md} follow from this.
 *
 * @param places where it may be given
 * @param meaning as Markdown
 * @param <T> of its value, be it given or left out
 */
record Option<T>(
    OptionKey key, OptionGroup group, Set<Place> places, OptionValue<T> value, String meaning) {
  Option {
    places = Set.copyOf(places);
  }

  /** The same, which may be given in fewer places than others of its group. */
  Option<T> onlyIn(Place... fewer) {
    return new Option<>(key, group, Set.copyOf(Arrays.asList(fewer)), value, meaning);
  }

  /**
   * The value that a user has written, or what leaving it out means.
   *
   * @param written by keys that are compared without regard to case
   * @throws io.sparklancedb.error.LanceDbException for text that is no value of the option
   */
  T in(Map<String, String> written) {
    return value.in(key, written);
  }

  boolean mayBeIn(Place place) {
    return places.contains(place);
  }

  boolean isOnlyIn(Place place) {
    return places.equals(Set.of(place));
  }

  boolean isGivenIn(Map<String, String> written) {
    return written.containsKey(key.text());
  }
}
