/** What only Spark 4 has, which Spark 3.5 never loads: procedures, and keys as constraints. */
package io.sparklancedb.spark4;
