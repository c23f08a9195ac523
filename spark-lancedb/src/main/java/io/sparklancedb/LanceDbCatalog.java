package io.sparklancedb;

import io.sparklancedb.catalog.DatabaseCatalog;

/**
 * A LanceDB database by name in SQL: {@code spark.sql.catalog.<name> =
 * io.sparklancedb.LanceDbCatalog} with {@code spark.sql.catalog.<name>.db_uri}; its tables are
 * {@code <name>.default.<table>}, its functions {@code <name>.system.<function>}.
 */
public class LanceDbCatalog extends DatabaseCatalog {}
