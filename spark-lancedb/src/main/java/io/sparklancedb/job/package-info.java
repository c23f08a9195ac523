/** Our own work as a Spark job: pieces of work, each done by one task. */
package io.sparklancedb.job;
