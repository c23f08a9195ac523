/** Opens, commits and closes native datasets and namespaces; sessions and connections. */
package io.sparklancedb.dataset;
