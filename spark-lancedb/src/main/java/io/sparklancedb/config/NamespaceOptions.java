package io.sparklancedb.config;

import static io.sparklancedb.config.OptionGroup.NAMESPACE;

import io.sparklancedb.error.OptionErrors;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What names the tables of a catalog. */
final class NamespaceOptions {
  private enum Kind {
    FOLDER,
    DIR,
    REST
  }

  private static final Choice<Kind> KINDS = Choice.of(Kind.class);

  private static final Option<Kind> KIND =
      NAMESPACE.option(
          "namespace",
          KINDS.orElse(Kind.FOLDER),
          "The folder as it is, or nested namespaces that lance-core keeps in the folder (`dir`) or asks a server for (`rest`).");
  private static final Option<Map<String, String>> PROPERTIES =
      NAMESPACE.option(
          "namespace.<name>",
          new OptionValue.Members<>(new Text("what lance-core understands"), "none"),
          "Passed to lance-core's `dir` or `rest` (`namespace.uri`, `namespace.header.Authorization`, ...); never shown.");

  static final List<Option<?>> ALL = List.of(KIND, PROPERTIES);

  private NamespaceOptions() {}

  static NamespaceConfig config(Map<String, String> written) {
    return switch (KIND.in(written)) {
      case FOLDER -> folder(written);
      case DIR -> directory(written);
      case REST -> rest(written);
    };
  }

  private static NamespaceConfig folder(Map<String, String> written) {
    refuse(PROPERTIES.in(written), key -> true, Kind.FOLDER, "a folder has no properties");
    return new NamespaceConfig.Folder(
        AddressOptions.database(written),
        AddressOptions.storage(written),
        AddressOptions.caches(written));
  }

  private static NamespaceConfig directory(Map<String, String> written) {
    Map<String, String> properties = PROPERTIES.in(written);
    refuse(
        properties,
        key -> key.equals("root") || key.startsWith("storage."),
        Kind.DIR,
        "'db_uri' and 'storage_options' say so");
    return new NamespaceConfig.Directory(
        AddressOptions.database(written),
        properties,
        AddressOptions.storage(written),
        AddressOptions.caches(written));
  }

  private static NamespaceConfig rest(Map<String, String> written) {
    if (AddressOptions.DB_URI.isGivenIn(written)) {
      throw OptionErrors.notOfNamespace(
          AddressOptions.DB_URI.key().text(),
          KINDS.text(Kind.REST),
          "the server says where tables are");
    }
    Map<String, String> properties = PROPERTIES.in(written);
    if (!properties.containsKey("uri")) {
      throw OptionErrors.missing(PROPERTIES.key().of("uri"), "the address of the REST server");
    }
    return new NamespaceConfig.Rest(
        properties, AddressOptions.storage(written), AddressOptions.caches(written));
  }

  private static void refuse(
      Map<String, String> properties, Predicate<String> which, Kind kind, String reason) {
    properties.keySet().stream()
        .filter(which)
        .findFirst()
        .ifPresent(
            name -> {
              throw OptionErrors.notOfNamespace(
                  PROPERTIES.key().of(name), KINDS.text(kind), reason);
            });
  }
}
