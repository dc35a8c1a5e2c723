package org.gradienttransport.jobs.plan.input;

import java.util.List;
import org.gradienttransport.udfs.tensor.Stretch;

/** How stretches of a file that are wanted one after the other are put together to few reads. */
final class StoreReads {
  /** A gap over which a stream reads on without a new request. */
  private static final long READ_OVER = 64 << 10;

  private final List<Stretch> expected;
  private final int most;

  /**
   * Bytes that are read at once.
   *
   * @param next place in the list of the first stretch that they do not hold
   */
  record Read(Stretch bytes, int next) {}

  /**
   * @param expected in the order in which they are wanted
   * @param most bytes that can be held
   */
  StoreReads(List<Stretch> expected, int most) {
    this.expected = List.copyOf(expected);
    this.most = most;
  }

  boolean isEmpty() {
    return expected.isEmpty();
  }

  /**
   * Place of the first stretch with that byte of the file, from a place on; -1 if there is none.
   */
  int find(long position, int from) {
    for (int i = from; i < expected.size(); i++) {
      if (position >= expected.get(i).from() && position < expected.get(i).to()) {
        return i;
      }
    }
    return -1;
  }

  /**
   * A stretch with as many of those that follow as can be held together, if at least half of what
   * is then read is wanted. One that is too large to be held is read by itself.
   */
  Read at(int first) {
    Stretch hull = expected.get(first);
    Read read = new Read(hull, first + 1);
    long wanted = hull.bytes();
    for (int i = first + 1; i < expected.size() && hull.bytes() <= most; i++) {
      hull = hull(hull, expected.get(i));
      wanted += expected.get(i).bytes();
      if (hull.bytes() <= most && wanted >= hull.bytes() / 2) {
        read = new Read(hull, i + 1);
      }
    }
    return read;
  }

  /** How often a stream has to begin anew if all is read in order. */
  int requests() {
    int requests = 0;
    long at = -1;
    for (int i = 0; i < expected.size(); ) {
      Read read = at(i);
      if (at < 0 || read.bytes().from() < at || read.bytes().from() > at + READ_OVER) {
        requests++;
      }
      at = read.bytes().to();
      i = read.next();
    }
    return requests;
  }

  /** From the first byte that is wanted to behind the last. */
  Stretch all() {
    return expected.stream().reduce(expected.get(0), StoreReads::hull);
  }

  long wanted() {
    return expected.stream().mapToLong(Stretch::bytes).sum();
  }

  private static Stretch hull(Stretch one, Stretch other) {
    return new Stretch(Math.min(one.from(), other.from()), Math.max(one.to(), other.to()));
  }
}
