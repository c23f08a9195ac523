/** Tasks write fragments and locate keys; the driver commits once. */
package io.sparklancedb.write;
