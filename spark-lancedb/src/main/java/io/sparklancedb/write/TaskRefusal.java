package io.sparklancedb.write;

import io.sparklancedb.error.LanceDbException;

/**
 * A task has written nothing, because of one of its rows.
 *
 * @param stage the task's, by Spark's number
 */
record TaskRefusal(int stage, LanceDbException reason) implements TaskOutcome {}
