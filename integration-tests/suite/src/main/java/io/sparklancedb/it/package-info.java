/**
 * What the integration tests stand on: the line of Spark they run on, its processes, and LanceDB's
 * own client.
 */
package io.sparklancedb.it;
