package io.sparklancedb.arrow;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The off-heap memory of this JVM's vectors: one root that lives as long as the JVM. */
public final class ArrowMemory {
  private ArrowMemory() {}

  /** The caller closes the child, and has freed all vectors in it by then. */
  public static BufferAllocator newChild(String name) {
    return Root.ALLOCATOR.newChildAllocator(name, 0, Long.MAX_VALUE);
  }

  /** What all children hold now; 0 when nothing leaks. */
  public static long allocatedBytes() {
    return Root.ALLOCATOR.getAllocatedMemory();
  }

  /** Made on first use. */
  private static final class Root {
    static final BufferAllocator ALLOCATOR = new RootAllocator();
  }
}
