package io.sparklancedb.dataset;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.TableErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lance.Session;

/**
 * What this JVM shares of one database under one set of credentials: a native session with its
 * caches, and the open datasets. Tasks lease a dataset; one that nobody leases stays open for the
 * next task until others push it out.
 */
final class SharedDatabase {
  /** Lance's own defaults, 6 GB and 1 GB, are too much beside an executor's heap. */
  private static final long INDEX_CACHE_BYTES = 512L << 20;

  private static final long METADATA_CACHE_BYTES = 128L << 20;
  private static final int IDLE_DATASETS = 8;

  static {
    NativeLibrary.load();
  }

  private record Key(DatabaseUri uri, StorageOptions storage) {}

  private static final Map<Key, SharedDatabase> DATABASES = new ConcurrentHashMap<>();

  private final Session session =
      Session.builder()
          .indexCacheSizeBytes(INDEX_CACHE_BYTES)
          .metadataCacheSizeBytes(METADATA_CACHE_BYTES)
          .build();
  private final BufferAllocator allocator = ArrowMemory.newChild("lancedb datasets");
  private final Map<TableReference, OpenDataset> open = new LinkedHashMap<>();

  private SharedDatabase() {}

  static SharedDatabase of(TableAddress address) {
    return DATABASES.computeIfAbsent(
        new Key(address.database(), address.storage()), key -> new SharedDatabase());
  }

  /** Opens the newest version for the caller alone, who closes it. */
  Dataset openLatest(TableAddress address) {
    return open(address, new ReadOptions.Builder());
  }

  /** Opens a version for the caller alone, who closes it. */
  Dataset open(TableAddress address, long version) {
    return open(address, new ReadOptions.Builder().setVersion(version));
  }

  /** Leases the dataset of exactly this version. */
  synchronized DatasetLease lease(TableReference reference) {
    OpenDataset dataset = open.computeIfAbsent(reference, r -> new OpenDataset(open(r)));
    dataset.leases++;
    return new DatasetLease(dataset.dataset, () -> release(reference, dataset));
  }

  private synchronized void release(TableReference reference, OpenDataset dataset) {
    dataset.leases--;
    // Once more at the end of the order: the longest unused goes first.
    open.remove(reference);
    open.put(reference, dataset);
    long idle = open.values().stream().filter(d -> d.leases == 0).count();
    var oldest = open.values().iterator();
    while (idle > IDLE_DATASETS && oldest.hasNext()) {
      OpenDataset candidate = oldest.next();
      if (candidate.leases == 0) {
        oldest.remove();
        candidate.dataset.close();
        idle--;
      }
    }
  }

  private Dataset open(TableReference reference) {
    Dataset dataset = open(reference.address(), reference.version());
    if (!TableReference.of(reference.address(), dataset).equals(reference)) {
      dataset.close();
      throw TableErrors.versionGone(reference.address().uri(), reference.version());
    }
    return dataset;
  }

  private Dataset open(TableAddress address, ReadOptions.Builder options) {
    return Dataset.open()
        .allocator(allocator)
        .uri(address.uri())
        .readOptions(
            options.setStorageOptions(address.storage().values()).setSession(session).build())
        .build();
  }

  private static final class OpenDataset {
    private final Dataset dataset;
    private int leases;

    private OpenDataset(Dataset dataset) {
      this.dataset = dataset;
    }
  }
}
