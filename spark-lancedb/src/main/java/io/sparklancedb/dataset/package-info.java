/** Opens, commits and closes native datasets; sessions and connections. */
package io.sparklancedb.dataset;
