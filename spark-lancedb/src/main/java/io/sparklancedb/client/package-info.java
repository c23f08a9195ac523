/** The Java API that LanceDb returns: connections, tables and queries of one JVM. */
package io.sparklancedb.client;
