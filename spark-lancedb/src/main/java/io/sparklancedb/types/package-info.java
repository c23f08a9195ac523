/** Spark types to Arrow types and back: pure functions. */
package io.sparklancedb.types;
