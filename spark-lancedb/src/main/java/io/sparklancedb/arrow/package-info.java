/** Rows to Arrow vectors and back; the only room that makes an allocator. */
package io.sparklancedb.arrow;
