/** Native queries that rank rows by vector or text. */
package io.sparklancedb.search;
