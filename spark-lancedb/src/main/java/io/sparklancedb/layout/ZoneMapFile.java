package io.sparklancedb.layout;

import io.sparklancedb.config.TableAddress;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.file.LanceFileReader;

/** The file of a zone map: a row for each zone. */
public record ZoneMapFile(TableAddress table, ZoneMap zoneMap) {
  private static final int BATCH_ZONES = 4_096;
  private static final String MIN = "min";
  private static final String MAX = "max";
  private static final String NULL_COUNT = "null_count";
  private static final String NAN_COUNT = "nan_count";
  private static final String FRAGMENT = "fragment_id";
  private static final String START = "zone_start";
  private static final String LENGTH = "zone_length";

  /** Zones that are read together. Gone when the visitor returns. */
  public record Zones(VectorSchemaRoot columns) {
    /** The name of the column that has each zone's smallest value. */
    public String min() {
      return MIN;
    }

    /** The name of the column that has each zone's greatest value. */
    public String max() {
      return MAX;
    }

    public int fragment(int zone) {
      return (int) large(FRAGMENT, zone);
    }

    /** Position in the fragment of the first row. */
    public long start(int zone) {
      return large(START, zone);
    }

    /** How many positions the zone has, those of deleted rows among them. */
    public long length(int zone) {
      return large(LENGTH, zone);
    }

    public long nulls(int zone) {
      return count(NULL_COUNT, zone);
    }

    public long nans(int zone) {
      return count(NAN_COUNT, zone);
    }

    private long large(String column, int zone) {
      return ((UInt8Vector) columns.getVector(column)).get(zone);
    }

    private long count(String column, int zone) {
      return Integer.toUnsignedLong(((UInt4Vector) columns.getVector(column)).get(zone));
    }
  }

  /**
   * Visits all zones, also those of fragments that the zone map does not cover.
   *
   * @param most visits none when there are more
   */
  public void read(BufferAllocator allocator, long most, Consumer<Zones> visitor)
      throws IOException {
    try (LanceFileReader file =
        LanceFileReader.open(zoneMap.file(table), table.storage().values(), allocator)) {
      if (file.numRows() <= most) {
        read(file, visitor);
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static void read(LanceFileReader file, Consumer<Zones> visitor) throws IOException {
    List<String> columns = List.of(MIN, MAX, NULL_COUNT, NAN_COUNT, FRAGMENT, START, LENGTH);
    try (ArrowReader batches = file.readAll(columns, null, BATCH_ZONES)) {
      while (batches.loadNextBatch()) {
        visitor.accept(new Zones(batches.getVectorSchemaRoot()));
      }
    }
  }
}
