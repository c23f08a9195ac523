package io.sparklancedb.write;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.types.CaseSensitivity;
import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a write does.
 *
 * @param rowType of the DataFrame's rows
 * @param keyOrdinal where a row has its key
 * @param keyColumn the key's name in the table
 * @param located the version in which the tasks look for their keys; null when no row can have one
 * @param storageVersion Lance's file version of the fragments; null for the library's own choice
 */
record WritePlan(
    TableAddress address,
    TargetSchema target,
    StructType rowType,
    CaseSensitivity names,
    int keyOrdinal,
    String keyColumn,
    TableReference located,
    String storageVersion)
    implements Serializable {}
