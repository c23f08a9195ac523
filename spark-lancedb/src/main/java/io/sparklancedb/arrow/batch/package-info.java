/** Rows of Spark to Arrow vectors. */
package io.sparklancedb.arrow.batch;
