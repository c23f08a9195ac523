package io.sparklancedb.index;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.TableAddress;
import java.io.Serializable;
import java.util.List;
import org.lance.Dataset;
import org.lance.index.IndexOptions;

/**
 * An index that a table is to have.
 *
 * @param replaces whether an index of this name may go for it
 */
record IndexTarget(
    TableAddress address, String column, IndexDeclaration index, String name, boolean replaces)
    implements Serializable {
  IndexOptions.Builder options(Dataset dataset) {
    return IndexOptions.builder(
            List.of(column),
            IndexParameters.type(index.kind()),
            IndexParameters.of(dataset, column, index))
        .withIndexName(name)
        .replace(replaces);
  }
}
