/** Sets of keys, and where keys are in a version. */
package io.sparklancedb.key;
