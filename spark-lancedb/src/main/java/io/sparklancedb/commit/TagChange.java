package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import java.util.Optional;
import java.util.function.Consumer;
import org.lance.Dataset;
import org.lance.Tag;

/** A change of a tag. It creates no version: after a failure the tag itself shows what happened. */
final class TagChange {
  private TagChange() {}

  /** Points a tag at a version. The tag is created if it does not exist. */
  static void point(TableAddress table, String tag, long version) {
    make(
        table,
        tag,
        Optional.of(version),
        latest -> {
          if (versionOf(latest, tag).isPresent()) {
            latest.tags().update(tag, version);
          } else {
            latest.tags().create(tag, version);
          }
        });
  }

  static void remove(TableAddress table, String tag) {
    make(table, tag, Optional.empty(), latest -> latest.tags().delete(tag));
  }

  /**
   * @param wanted the version that the tag names afterwards; empty when there is no such tag then
   */
  static void make(
      TableAddress table, String tag, Optional<Long> wanted, Consumer<Dataset> change) {
    try (Dataset latest = NativeChange.open(table)) {
      TableReference newest = TableReference.of(table, latest);
      Optional<Long> before = before(newest, latest, tag);
      try {
        change.accept(latest);
      } catch (Exception e) {
        After after = After.of(latest, tag);
        if (!after.equals(After.known(wanted)) || before.equals(wanted)) {
          throw CommitFailures.OF_CHANGE.of(after.equals(After.known(before)), newest, e);
        }
      }
    } finally {
      LocalChanges.note(table);
    }
  }

  private static Optional<Long> before(TableReference newest, Dataset latest, String tag) {
    try {
      return versionOf(latest, tag);
    } catch (Exception e) {
      throw TableLoader.unreachable(newest.address(), e);
    }
  }

  private static Optional<Long> versionOf(Dataset latest, String tag) {
    return latest.tags().list().stream()
        .filter(known -> known.getName().equals(tag))
        .map(Tag::getVersion)
        .findFirst();
  }

  /** What the tag names when the change has failed, if that can be read. */
  private record After(boolean isKnown, Optional<Long> version) {
    static After of(Dataset latest, String tag) {
      try {
        return known(versionOf(latest, tag));
      } catch (Exception e) {
        return new After(false, Optional.empty());
      }
    }

    static After known(Optional<Long> version) {
      return new After(true, version);
    }
  }
}
