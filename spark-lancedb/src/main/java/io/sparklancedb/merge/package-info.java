/**
 * {@code MERGE}, {@code UPDATE} and {@code DELETE} of rows, in the upsert engine; is given its
 * scan.
 */
package io.sparklancedb.merge;
