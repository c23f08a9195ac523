/** Arrow vectors to columns of Spark. */
package io.sparklancedb.arrow.column;
