/** Search in plain SQL: functions of vectors, as Lance defines them. */
package io.sparklancedb.search;
