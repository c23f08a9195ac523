package io.sparklancedb.read;

import java.io.Serializable;
import org.lance.FragmentMetadata;

/** Through what a task reads its fragments. */
sealed interface ReadPath extends Serializable permits ReadPath.Scanner, FragmentFile {
  /** The fragment's file where it has only one, which is faster to read in parts. */
  static ReadPath of(FragmentMetadata fragment) {
    return FragmentFile.isWhole(fragment) ? FragmentFile.of(fragment) : new Scanner();
  }

  /** Lance's scanner. */
  record Scanner() implements ReadPath {}
}
