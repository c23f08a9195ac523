/** Load and read through the connector beside the same with lance-core alone. */
package io.sparklancedb.benchmark;
