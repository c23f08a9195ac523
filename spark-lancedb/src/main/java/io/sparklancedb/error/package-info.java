/** Every sentence that a user reads when something cannot be done. */
package io.sparklancedb.error;
