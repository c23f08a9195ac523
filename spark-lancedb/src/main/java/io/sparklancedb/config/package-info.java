/** Turns option text into typed records, once, on the driver. */
package io.sparklancedb.config;
