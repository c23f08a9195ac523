package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.VERSION;

import io.sparklancedb.error.OptionErrors;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which version of a table is read. */
final class VersionOptions {
  private static final String OTHERWISE = "the latest version";

  private static final Option<Optional<Long>> NUMBER =
      VERSION.option(
          "version",
          WholeNumber.longOfAtLeast(1).orElseUse(OTHERWISE),
          "Reads this version of the table.");
  private static final Option<Optional<String>> TAG =
      VERSION.option("tag", new Text("a tag").orElseUse(OTHERWISE), "Reads the tagged version.");
  private static final Option<Optional<RequestedTime>> TIMESTAMP =
      VERSION.option(
          "timestamp",
          new RequestedTime.Type().orElseUse(OTHERWISE),
          "Reads the version that was the latest then; a time without a zone is in the session's.");

  static final List<Option<?>> ALL = List.of(NUMBER, TAG, TIMESTAMP);

  private VersionOptions() {}

  /**
   * @param sessionZone for a timestamp that names no zone
   */
  static VersionSelector selector(Map<String, String> written, ZoneId sessionZone) {
    List<Option<?>> given = given(written);
    if (given.size() > 1) {
      throw OptionErrors.exclusive(given.get(0).key().text(), given.get(1).key().text());
    }
    return Stream.<Optional<VersionSelector>>of(
            NUMBER.in(written).map(VersionSelector.Version::new),
            TAG.in(written).map(VersionSelector.Tag::new),
            TIMESTAMP.in(written).map(time -> new VersionSelector.AsOf(time.in(sessionZone))))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(VersionSelector.Latest::new);
  }

  /**
   * @throws io.sparklancedb.error.LanceDbException for a write that names a version
   */
  static void refuseForWriting(Map<String, String> written) {
    given(written).stream()
        .findFirst()
        .ifPresent(
            option -> {
              throw OptionErrors.notForWriting(option.key().text());
            });
  }

  private static List<Option<?>> given(Map<String, String> written) {
    return ALL.stream().filter(option -> option.isGivenIn(written)).toList();
  }
}
