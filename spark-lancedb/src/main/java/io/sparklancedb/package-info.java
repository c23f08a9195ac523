/** The names that a user types. */
package io.sparklancedb;
