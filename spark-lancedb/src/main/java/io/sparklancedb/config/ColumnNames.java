package io.sparklancedb.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of columns behind one another, bare or as the list of JSON or Python is written. */
record ColumnNames() implements ValueType<List<String>> {
  private static final Pattern LIST = Pattern.compile("\\[(.*)]", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

  @Override
  public Optional<List<String>> parse(String text) {
    Matcher list = LIST.matcher(text.strip());
    String names = list.matches() ? list.group(1) : text;
    List<String> parts = Arrays.stream(names.split(",", -1)).map(ColumnNames::name).toList();
    return parts.stream().anyMatch(String::isEmpty) ? Optional.empty() : Optional.of(parts);
  }

  private static String name(String written) {
    String stripped = written.strip();
    Matcher quoted = QUOTED.matcher(stripped);
    if (!quoted.matches()) {
      return stripped;
    }
    return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
  }

  @Override
  public String expected() {
    return "columns such as 'title, body'";
  }
}
