/**
 * What Lance's folders, files and columns are called, and the files of Lance that the connector
 * reads and writes itself.
 */
package io.sparklancedb.layout;
