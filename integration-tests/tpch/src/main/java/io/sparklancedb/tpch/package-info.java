/** Writes the tables of TPC-H. */
package io.sparklancedb.tpch;
