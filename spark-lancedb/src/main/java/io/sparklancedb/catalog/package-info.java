/** Tables by name: their creation, alteration and removal in SQL. */
package io.sparklancedb.catalog;
