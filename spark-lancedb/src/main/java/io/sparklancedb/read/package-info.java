/** Scans: what to read is planned on the driver and read in tasks as Arrow batches. */
package io.sparklancedb.read;
