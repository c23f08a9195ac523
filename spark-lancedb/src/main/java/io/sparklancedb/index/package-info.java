/** Indexes of a table: declared, built, folded, and asked for rows. */
package io.sparklancedb.index;
