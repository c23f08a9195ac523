/** Spark predicates to Lance SQL; the only room that quotes a literal or a name. */
package io.sparklancedb.filter;
