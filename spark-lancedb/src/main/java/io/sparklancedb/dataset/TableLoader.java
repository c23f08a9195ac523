package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.layout.NewestManifest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Version;
import org.lance.schema.LanceField;
import org.lance.schema.LanceSchema;

/** Finds, pins and makes tables. */
public final class TableLoader {
  private TableLoader() {}

  /**
   * Returns the chosen version, or empty when there is no table and its latest version was asked
   * for.
   */
  public static Optional<TableSnapshot> load(TableAddress address, VersionSelector selector) {
    if (selector instanceof VersionSelector.Version chosen) {
      // Past the newest version, which may be damaged.
      Optional<TableSnapshot> found = find(address, chosen.number());
      if (found.isPresent()) {
        return found;
      }
    }
    NewestVersions.Moment look = NewestVersions.now(address);
    try (Dataset latest = DatasetCache.of(address).openLatest(address)) {
      TableSnapshot found = snapshot(address, latest, selector);
      if (selector instanceof VersionSelector.Latest) {
        look.found(found);
      }
      return Optional.of(found);
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      if (!NativeFailure.isNotFound(e)) {
        throw NewestManifest.truncated(address)
            .map(file -> TableErrors.truncated(address.uri(), file.getFileName().toString()))
            .orElseGet(() -> unreachable(address, e));
      }
      if (selector instanceof VersionSelector.Latest) {
        look.foundNothing();
        return Optional.empty();
      }
      throw TableErrors.notFound(address.uri());
    }
  }

  /** Returns a version that may be gone. */
  public static Optional<TableSnapshot> find(TableAddress address, long version) {
    try (Dataset found = DatasetCache.of(address).open(address, version)) {
      return Optional.of(snapshot(address, found));
    } catch (Exception e) {
      if (NativeFailure.isNotFound(e)) {
        return Optional.empty();
      }
      throw unreachable(address, e);
    }
  }

  /** Returns the newest version; empty when there is no table. */
  public static Optional<TableReference> latest(TableAddress address) {
    return reference(address, () -> DatasetCache.of(address).openLatest(address));
  }

  /** Returns a version; empty when there is none. */
  public static Optional<TableReference> reference(TableAddress address, long version) {
    return reference(address, () -> DatasetCache.of(address).open(address, version));
  }

  private static Optional<TableReference> reference(
      TableAddress address, Supplier<Dataset> opening) {
    try (Dataset opened = opening.get()) {
      return Optional.of(TableReference.of(address, opened));
    } catch (Exception e) {
      if (NativeFailure.isNotFound(e)) {
        return Optional.empty();
      }
      throw unreachable(address, e);
    }
  }

  /** What is kept with a version beside its rows and columns. */
  public static Map<String, String> properties(TableReference reference) {
    try (DatasetLease lease = lease(reference)) {
      return lease.dataset().getConfig();
    }
  }

  /** Leases the dataset of a pinned version, on the driver or in a task. */
  public static DatasetLease lease(TableReference reference) {
    return opened(reference, () -> DatasetCache.of(reference.address()).lease(reference));
  }

  /**
   * Opens a pinned version for the caller alone, who closes it: a call that lasts long would make
   * all wait who share the dataset.
   */
  public static Dataset open(TableReference reference) {
    return opened(reference, () -> DatasetCache.of(reference.address()).open(reference));
  }

  private static <T> T opened(TableReference reference, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (Exception e) {
      if (NativeFailure.isNotFound(e)) {
        throw TableErrors.versionGone(reference.address().uri(), reference.version());
      }
      throw unreachable(reference.address(), e);
    }
  }

  /**
   * Whether the version is still one of the table. Lance would commit to a table that was dropped
   * meanwhile, as long as a version of it is open: the table would exist again, without its files
   * and indexes.
   */
  public static boolean isThere(TableReference reference) {
    return reference(reference.address(), reference.version())
        .filter(reference::equals)
        .isPresent();
  }

  private static TableSnapshot snapshot(
      TableAddress address, Dataset latest, VersionSelector selector) {
    if (selector instanceof VersionSelector.Latest) {
      return snapshot(address, latest);
    }
    long version = versionOf(address, latest, selector);
    try (Dataset chosen = latest.checkoutVersion(version)) {
      return snapshot(address, chosen);
    } catch (Exception e) {
      throw NativeFailure.isNotFound(e)
          ? TableErrors.noSuchVersion(address.uri(), version, latest.version())
          : unreachable(address, e);
    }
  }

  private static long versionOf(TableAddress address, Dataset latest, VersionSelector selector) {
    if (selector instanceof VersionSelector.Version chosen) {
      return chosen.number();
    }
    if (selector instanceof VersionSelector.Tag tag) {
      return latest.tags().list().stream()
          .filter(known -> known.getName().equals(tag.name()))
          .findFirst()
          .orElseThrow(() -> TableErrors.noSuchTag(address.uri(), tag.name()))
          .getVersion();
    }
    Instant time = ((VersionSelector.AsOf) selector).time();
    List<Version> versions = latest.listVersions();
    return asOf(versions, time)
        .orElseThrow(() -> TableErrors.nothingAt(address.uri(), time, first(versions)))
        .getId();
  }

  /**
   * The version with the highest number of those that were committed at or before the time, also
   * where a writer's clock was behind that of the writer before it.
   */
  static Optional<Version> asOf(List<Version> versions, Instant time) {
    return versions.stream()
        .filter(version -> !version.getDataTime().toInstant().isAfter(time))
        .max(Comparator.comparingLong(Version::getId));
  }

  private static Instant first(List<Version> versions) {
    return versions.stream()
        .map(v -> v.getDataTime().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** What there is to know of the version that is open. */
  public static TableSnapshot snapshot(TableAddress address, Dataset dataset) {
    TableReference version = TableReference.of(address, dataset);
    return DatasetCache.of(address).versions().of(version, () -> read(version, dataset));
  }

  private static TableSnapshot read(TableReference version, Dataset dataset) {
    LanceSchema fields = dataset.getLanceSchema();
    List<FragmentMetadata> fragments =
        dataset.getFragments().stream().map(Fragment::metadata).toList();
    return new TableSnapshot(
        version,
        schema(dataset),
        new FieldIds(fields),
        fields.getUnenforcedPrimaryKey().stream().map(LanceField::getName).toList(),
        fragments,
        dataset.getLanceFileFormatVersion(),
        nextFragmentId(dataset, fragments),
        dataset.hasStableRowIds() ? TableSnapshot.RowIds.STABLE : TableSnapshot.RowIds.ADDRESSES);
  }

  /** The dataset's own schema passes a dictionary's indices off as the column's values. */
  public static Schema schema(Dataset dataset) {
    LanceSchema fields = dataset.getLanceSchema();
    return fields.fields().stream().anyMatch(TableLoader::isDictionary)
        ? fields.asArrowSchema()
        : dataset.getSchema();
  }

  private static boolean isDictionary(LanceField field) {
    return field.getDictionaryEncoding().isPresent()
        || field.getChildren().stream().anyMatch(TableLoader::isDictionary);
  }

  /** An index holds addresses of fragments that are gone: their ids must not be given again. */
  private static int nextFragmentId(Dataset dataset, List<FragmentMetadata> fragments) {
    IntStream alive = fragments.stream().mapToInt(FragmentMetadata::getId);
    IntStream indexed =
        dataset.getIndexes().stream()
            .flatMap(index -> index.fragments().stream())
            .flatMap(List::stream)
            .mapToInt(Integer::intValue);
    return IntStream.concat(alive, indexed).max().orElse(-1) + 1;
  }

  /**
   * What was thrown where a table is read, as a message for the user: whole, and without secrets.
   *
   * @throws RuntimeException a defect of ours, as it is
   */
  public static LanceDbException unreachable(TableAddress address, Throwable e) {
    if (e instanceof LanceDbException known) {
      return known;
    }
    NativeFailure.raiseIfOurs(e);
    NativeFailure failure = NativeFailure.of(e, address.storage());
    return NativeFailure.isOfStorage(e)
        ? TableErrors.unreachable(address.uri(), failure.reason(), failure.cause())
        : TableErrors.unreadable(address.uri(), failure.reason(), failure.cause());
  }

  /** As above, where a table is written. */
  public static LanceDbException unwritable(TableAddress address, Throwable e) {
    if (e instanceof LanceDbException known) {
      return known;
    }
    NativeFailure.raiseIfOurs(e);
    NativeFailure failure = NativeFailure.of(e, address.storage());
    return NativeFailure.isOfStorage(e)
        ? WriteErrors.notWritable(address.uri(), failure.reason(), failure.cause())
        : WriteErrors.notStored(address.uri(), failure.reason(), failure.cause());
  }
}
