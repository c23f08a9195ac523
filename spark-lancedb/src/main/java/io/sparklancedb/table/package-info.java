/** What a table can do: wiring, no logic. */
package io.sparklancedb.table;
