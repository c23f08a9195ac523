package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.Set;

/** Something that keeps tables of the rows of {@link SourceRows}, each in a folder of its own. */
interface TableSystem {
  /** What can be measured. */
  enum Phase {
    LOAD,
    APPEND,
    UPSERT,
    READ
  }

  Set<Phase> measured();

  Path folder(String table);

  /**
   * The name under which a copy of the folder of {@code table} can be opened. A system that stores
   * absolute paths has its tables restored where they were, all others elsewhere: then nothing that
   * the process has cached of one repetition is there for the next.
   */
  default String nameOfCopy(String table, String copy) {
    return copy;
  }

  /** Makes the table. */
  void load(Path source, String table);

  /** Makes an empty table for {@link #append}. */
  default void makeEmpty(Path source, String table) {
    throw new UnsupportedOperationException("append");
  }

  /** Adds rows to an empty table. */
  default void append(Path source, String table) {
    throw new UnsupportedOperationException("append");
  }

  /** What {@link #upsert} needs and what is not its own cost. */
  default void prepareUpsert(Path source) {}

  void upsert(Path source, String table);

  /** Brings a loaded table into the state that is read, where {@link #upsert} is not to do that. */
  default void upsertToRead(Path source, String table) {
    upsert(source, table);
  }

  /** Whether the table that an upsert left is the one to read. */
  default boolean readsItsOwnUpserts() {
    return true;
  }

  Checksum checksum(String table);

  /** Whether {@link #read} takes the query. */
  default boolean answers(ReadQuery query) {
    return !query.isOfBatches();
  }

  /** Answers with a number that is the same for every system. */
  long read(ReadQuery query, String table, Source source, long keyNumber);
}
