/** How the driver's work grows with fragments and with tasks. */
package io.sparklancedb.benchmark.growth;
