package org.gradienttransport.jobs.plan.store;

import java.util.HexFormat;
import java.util.function.Predicate;

/**
 * A set of SHA-256 keys in sixteen bytes each: the driver asks it for every planned relaxation, and
 * strings would take ten times as much.
 *
 * <p>Keeps the first 128 bits, of which two keys of one store will never agree (10^9 keys: a chance
 * of 10^-21).
 */
public final class KnownKeys implements Predicate<String> {
  private static final int LEAST = 1 << 10;

  private long[] high = new long[LEAST];
  private long[] low = new long[LEAST];
  private int size;

  /**
   * Adds a key of 64 hexadecimal digits.
   *
   * @return whether it was not there
   */
  public boolean add(String key) {
    if (2 * size >= high.length) {
      grow();
    }
    return put(part(key, 0), part(key, 16));
  }

  @Override
  public boolean test(String key) {
    long first = part(key, 0);
    int at = slot(first, part(key, 16));
    return high[at] == first && low[at] != 0;
  }

  /** How many different keys were added. */
  public int size() {
    return size;
  }

  private static long part(String key, int from) {
    // An empty slot has a zero, so no key's part may be zero.
    long value = HexFormat.fromHexDigitsToLong(key, from, from + 16);
    return value == 0 ? 1 : value;
  }

  private boolean put(long first, long second) {
    int at = slot(first, second);
    if (low[at] != 0) {
      return false;
    }
    high[at] = first;
    low[at] = second;
    size++;
    return true;
  }

  /** Where a key is, or the free slot where it belongs. */
  private int slot(long first, long second) {
    int mask = high.length - 1;
    int at = (int) first & mask;
    while (low[at] != 0 && (high[at] != first || low[at] != second)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    high = new long[Math.multiplyExact(2, oldHigh.length)];
    low = new long[high.length];
    size = 0;
    for (int i = 0; i < oldHigh.length; i++) {
      if (oldLow[i] != 0) {
        boolean unused = put(oldHigh[i], oldLow[i]);
      }
    }
  }
}
