/** Faces of Spark's writes: what is planned on the driver, and what tasks do with rows. */
package io.sparklancedb.write;
