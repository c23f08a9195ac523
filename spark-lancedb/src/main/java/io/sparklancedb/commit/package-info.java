/**
 * What a version becomes: change sets, deletion files, transactions and retries, without Spark SQL.
 */
package io.sparklancedb.commit;
