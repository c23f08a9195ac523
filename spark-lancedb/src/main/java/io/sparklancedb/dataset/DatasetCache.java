package io.sparklancedb.dataset;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.TableErrors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lance.Session;

/**
 * What this JVM shares of one database under one set of credentials: a native session with its
 * caches, and the open datasets. Tasks lease a dataset; one that nobody leases stays open for the
 * next task until others push it out or {@link IdleThread#IDLE} has passed. Then the session is
 * closed as well, and nothing of the database is kept: credentials that a server hands out for each
 * load stay no longer than they are used.
 */
public final class DatasetCache {
  private static final int IDLE_DATASETS = 8;
  private static final Runnable CLOSE_UNUSED = () -> closeAllUnusedSince(IdleThread.IDLE);

  private record Key(DatabaseUri uri, StorageOptions storage, CacheSizes caches) {}

  private static final Map<Key, DatasetCache> DATABASES = new ConcurrentHashMap<>();

  private static final BufferAllocator ALLOCATOR = ArrowMemory.newChild("lancedb datasets");

  private final CacheSizes caches;
  private final Map<TableReference, OpenDataset> open = new LinkedHashMap<>();
  private final Set<String> stable = ConcurrentHashMap.newKeySet();
  private final KnownVersions versions = new KnownVersions();
  private Session session;
  private volatile long usedAtNanos;

  private DatasetCache(CacheSizes caches) {
    this.caches = caches;
  }

  public static DatasetCache of(TableAddress address) {
    NativeLibrary.load();
    IdleThread.register(CLOSE_UNUSED);
    return DATABASES.compute(
        new Key(address.database(), address.storage(), address.caches()),
        (key, known) -> {
          DatasetCache database = known == null ? new DatasetCache(key.caches()) : known;
          // Under the lock of the entry: nobody is handed one that goes at the same time.
          database.usedAtNanos = System.nanoTime();
          return database;
        });
  }

  static void closeAllUnusedSince(Duration idle) {
    for (Key key : DATABASES.keySet()) {
      DATABASES.computeIfPresent(
          key, (same, database) -> database.closeUnusedSince(idle) ? null : database);
    }
  }

  /** Whether anything is known of the database under these credentials. */
  static boolean isKnown(TableAddress address) {
    return DATABASES.containsKey(new Key(address.database(), address.storage(), address.caches()));
  }

  /**
   * Forgets all that is cached of a database. A session knows a version by its number only. It
   * would use the indexes of a dropped table for a new table of the same name.
   */
  public static void forget(TableAddress address) {
    DATABASES.forEach(
        (key, database) -> {
          if (key.uri().equals(address.database())) {
            database.forget();
          }
        });
  }

  private synchronized void forget() {
    closeIdle(open.size(), dataset -> true);
    versions.forget();
    closeSession();
  }

  KnownVersions versions() {
    return versions;
  }

  /** Opens the newest version for the caller alone, who closes it. */
  public Dataset openLatest(TableAddress address) {
    return open(address, new ReadOptions.Builder());
  }

  /** Opens a version for the caller alone, who closes it. */
  Dataset open(TableAddress address, long version) {
    return open(address, new ReadOptions.Builder().setVersion(version));
  }

  /** Leases the dataset of exactly this version. Who opens it makes nobody wait but those. */
  DatasetLease lease(TableReference reference) {
    OpenDataset dataset = take(reference);
    try {
      return new DatasetLease(
          dataset.opened(() -> open(reference)), () -> release(reference, dataset));
    } catch (RuntimeException | Error e) {
      giveUp(reference, dataset);
      throw e;
    }
  }

  private synchronized OpenDataset take(TableReference reference) {
    OpenDataset dataset = open.computeIfAbsent(reference, r -> new OpenDataset());
    dataset.leases++;
    return dataset;
  }

  /** It could not be opened; others who wait for it may try. */
  private synchronized void giveUp(TableReference reference, OpenDataset dataset) {
    dataset.leases--;
    if (dataset.isIdle()) {
      open.remove(reference, dataset);
      dataset.close();
    }
  }

  private synchronized void release(TableReference reference, OpenDataset dataset) {
    dataset.leases--;
    dataset.usedAtNanos = System.nanoTime();
    // Once more at the end of the order: the longest unused goes first.
    open.remove(reference);
    open.put(reference, dataset);
    long idle = open.values().stream().filter(OpenDataset::isIdle).count();
    closeIdle(idle - IDLE_DATASETS, candidate -> true);
  }

  private void closeIdle(long most, Predicate<OpenDataset> which) {
    long left = most;
    var oldest = open.values().iterator();
    while (left > 0 && oldest.hasNext()) {
      OpenDataset candidate = oldest.next();
      if (candidate.isIdle() && which.test(candidate)) {
        oldest.remove();
        candidate.close();
        left--;
      }
    }
  }

  /**
   * Closes what nobody has used for that long; it is opened again when somebody asks for it.
   *
   * @return whether that is all
   */
  synchronized boolean closeUnusedSince(Duration idle) {
    long now = System.nanoTime();
    closeIdle(open.size(), dataset -> now - dataset.usedAtNanos >= idle.toNanos());
    boolean isUnused = open.isEmpty() && now - usedAtNanos >= idle.toNanos();
    if (isUnused) {
      closeSession();
    }
    return isUnused;
  }

  /** Datasets that their callers still have open keep their own hold of the native session. */
  private void closeSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  synchronized boolean isClosed() {
    return session == null && open.isEmpty();
  }

  /** Opens exactly this version for the caller alone, who closes it. */
  Dataset open(TableReference reference) {
    Dataset dataset = open(reference.address(), reference.version());
    if (!TableReference.of(reference.address(), dataset).equals(reference)) {
      dataset.close();
      throw TableErrors.versionGone(reference.address().uri(), reference.version());
    }
    return dataset;
  }

  /**
   * A session knows the row ids of a fragment by the number of the fragment only. After an
   * overwrite it would use the old ids for the new rows. So a table with stable row ids gets a
   * session of its own each time it is opened.
   */
  private Dataset open(TableAddress address, ReadOptions.Builder options) {
    if (!stable.contains(address.uri())) {
      Dataset dataset = open(address, options, session());
      if (!dataset.hasStableRowIds()) {
        return dataset;
      }
      dataset.close();
      stable.add(address.uri());
    }
    try (Session own = newSession()) {
      return open(address, options, own);
    }
  }

  private static Dataset open(TableAddress address, ReadOptions.Builder options, Session session) {
    return Dataset.open()
        .allocator(ALLOCATOR)
        .uri(address.uri())
        .readOptions(
            options.setStorageOptions(address.storage().values()).setSession(session).build())
        .build();
  }

  private synchronized Session session() {
    usedAtNanos = System.nanoTime();
    if (session == null) {
      session = newSession();
    }
    return session;
  }

  private Session newSession() {
    return Session.builder()
        .indexCacheSizeBytes(caches.indexBytes())
        .metadataCacheSizeBytes(caches.metadataBytes())
        .build();
  }

  private static final class OpenDataset {
    private Dataset dataset;
    private int leases;
    private long usedAtNanos = System.nanoTime();

    /** Opens it, unless somebody has; those who want the same wait for each other. */
    private synchronized Dataset opened(Supplier<Dataset> opening) {
      if (dataset == null) {
        dataset = opening.get();
      }
      return dataset;
    }

    /** Without a lease nobody opens it. */
    private synchronized void close() {
      if (dataset != null) {
        dataset.close();
      }
    }

    private boolean isIdle() {
      return leases == 0;
    }
  }
}
