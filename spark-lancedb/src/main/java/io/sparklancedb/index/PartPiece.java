package io.sparklancedb.index;

import io.sparklancedb.job.Piece;
import java.io.Serializable;
import java.util.List;
import org.lance.index.Index;

/**
 * Sorts the values of some fragments into a file of an index. Whoever does it again writes the same
 * file.
 */
record PartPiece(List<Integer> fragments) implements Piece<IndexParts, PartPiece.Built> {
  PartPiece {
    fragments = List.copyOf(fragments);
  }

  /**
   * What a version tells of an index, in Lance's own form.
   *
   * @param details of its kind
   */
  record Built(int indexVersion, byte[] details) implements Serializable {}

  @Override
  public Built run(IndexParts index) {
    return index.work(
        dataset -> {
          Index part =
              dataset.createIndex(
                  index
                      .target()
                      .options(dataset)
                      .withIndexUUID(index.id())
                      .withFragmentIds(fragments)
                      .build());
          return new Built(part.indexVersion(), part.indexDetails().orElseThrow());
        });
  }
}
