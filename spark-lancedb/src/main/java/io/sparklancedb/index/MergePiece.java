package io.sparklancedb.index;

import io.sparklancedb.job.Piece;
import java.util.Optional;

/** Merges the sorted parts of an index into one, and removes them. */
record MergePiece() implements Piece<IndexParts, Boolean> {
  @Override
  public Boolean run(IndexParts index) {
    return index.work(
        dataset -> {
          dataset.mergeIndexMetadata(
              index.id(), IndexParameters.type(index.target().index().kind()), Optional.empty());
          return true;
        });
  }
}
