/** The connector in use: documents are kept in a LanceDB table and searched in it. */
package io.sparklancedb.example;
