package io.sparklancedb.config;

import java.io.Serializable;

/**
 * How a table is read.
 *
 * @param batchRows the most rows of one Arrow batch, at least 1
 */
public record ReadConfig(int batchRows) implements Serializable {}
