/**
 * The connector beside its peers: one process per system, in turn, on the same rows; the times of
 * all become one table.
 */
package io.sparklancedb.benchmark.compare;
