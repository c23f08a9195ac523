/** Which tables a database has, and where they are. */
package io.sparklancedb.namespace;
