package io.sparklancedb.search;

import io.sparklancedb.config.TextSearch;
import java.util.List;
import java.util.Optional;

/**
 * A search of texts.
 *
 * @param columns by name; at least one, all with an index of words
 * @param rows the most that are returned
 * @param condition which rows are ranked at all
 */
record TextQuery(
    String text,
    List<String> columns,
    TextSearch.Match match,
    int rows,
    Optional<QueryCondition> condition) {}
