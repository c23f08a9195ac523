package io.sparklancedb.write;

import io.sparklancedb.arrow.column.ArrowColumns;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** The rows of a reader, one by one. A row is valid until the next one is read. */
final class ArrowRows {
  private final ArrowReader reader;
  private final StructType type;
  private Iterator<InternalRow> batch = Collections.emptyIterator();

  ArrowRows(ArrowReader reader, StructType type) {
    this.reader = reader;
    this.type = type;
  }

  InternalRow next() throws IOException {
    while (!batch.hasNext()) {
      if (!reader.loadNextBatch()) {
        throw new NoSuchElementException("fewer rows than were written");
      }
      batch = ArrowColumns.batch(reader.getVectorSchemaRoot(), type).rowIterator();
    }
    return batch.next();
  }
}
