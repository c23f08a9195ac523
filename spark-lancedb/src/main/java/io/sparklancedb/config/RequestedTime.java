package io.sparklancedb.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** A time as a user has written it, with or without a zone. */
interface RequestedTime {
  /**
   * @param zone that of a time that names none
   */
  Instant in(ZoneId zone);

  /** A date, or a date and a time, with or without a zone. */
  record Type() implements ValueType<RequestedTime> {
    @Override
    public Optional<RequestedTime> parse(String text) {
      String iso = text.strip().replaceFirst(" ", "T");
      try {
        if (iso.length() == "2026-01-31".length()) {
          LocalDate date = LocalDate.parse(iso);
          return Optional.of(zone -> date.atStartOfDay(zone).toInstant());
        }
        if (iso.matches(".*(Z|[+-]\\d\\d:\\d\\d(\\[.*])?)$")) {
          Instant instant = ZonedDateTime.parse(iso).toInstant();
          return Optional.of(zone -> instant);
        }
        LocalDateTime time = LocalDateTime.parse(iso);
        return Optional.of(zone -> time.atZone(zone).toInstant());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "a time such as '2026-01-31 12:00:00' or '2026-01-31T12:00:00Z'";
    }
  }
}
