package io.sparklancedb.write;

import java.io.Serializable;

/** What the driver hears of a task. */
sealed interface TaskOutcome extends Serializable permits TaskResult, TaskRefusal {}
