package io.sparklancedb.write;

import io.sparklancedb.error.LanceDbException;

/** A task has written nothing, because of one of its rows. */
record TaskRefusal(LanceDbException reason) implements TaskOutcome {}
