package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lance.FragmentMetadata;

/**
 * How a commit ended.
 *
 * @param version the one that holds the write, or that it had nothing to change in
 * @param properties of the transaction
 * @param files the data files of the write that the version names
 */
public record CommitResult(long version, Map<String, String> properties, Set<String> files) {
  public CommitResult {
    properties = Map.copyOf(properties);
    files = Set.copyOf(files);
  }

  /** Whether a version of the same number is not one of another table. */
  boolean isOf(TableSnapshot version) {
    return files.isEmpty()
        || TransactionDraft.files(version.fragments()).stream().anyMatch(files::contains);
  }

  static CommitResult of(
      long version, Map<String, String> properties, List<FragmentMetadata> fragments) {
    return new CommitResult(version, properties, TransactionDraft.files(fragments));
  }
}
