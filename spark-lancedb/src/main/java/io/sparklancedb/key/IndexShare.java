package io.sparklancedb.key;

import java.io.Serializable;

/**
 * A task's share in finding keys in a table whose key has an index.
 *
 * @param unindexedRows those of the table that the index does not cover: each question to it reads
 *     them
 * @param unindexedFragments in which those are
 * @param tasks of the write
 */
public record IndexShare(TableSize table, long unindexedRows, int unindexedFragments, int tasks)
    implements Serializable {}
