/** Applications that tests submit to Spark. */
package io.sparklancedb.it.app;
