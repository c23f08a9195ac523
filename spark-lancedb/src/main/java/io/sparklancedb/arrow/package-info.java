/**
 * Memory and layouts of Arrow that both of its directions use; the only room that makes an
 * allocator.
 */
package io.sparklancedb.arrow;
