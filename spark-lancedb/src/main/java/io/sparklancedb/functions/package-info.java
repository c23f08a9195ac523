/** Functions for plain SQL: distances of vectors, as Lance defines them. */
package io.sparklancedb.functions;
