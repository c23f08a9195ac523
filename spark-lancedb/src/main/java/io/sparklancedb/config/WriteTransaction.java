package io.sparklancedb.config;

/**
 * Names a write of an application, so that it is applied once however often it is tried.
 *
 * @param version a write of the same application with this or an older version does nothing more
 */
public record WriteTransaction(String application, long version) {}
