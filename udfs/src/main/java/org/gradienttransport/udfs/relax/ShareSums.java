package org.gradienttransport.udfs.relax;

/**
 * The sums of the shares that nodes receive in one relaxation step, and which nodes received any.
 *
 * <p>METHOD's arithmetic sums a node's incoming shares in ascending source order starting from 0.0;
 * so shares must be added in that order. All sums are 0.0 between steps.
 */
final class ShareSums {
  private static final int LIST = 1 << 11;

  /**
   * Entries of a dense pass taken through one loop after the other: so few that the processor still
   * computes on some while it waits for the next ones' memory.
   */
  private static final int STRETCH = MagnitudeScan.STRETCH;

  private static final ThreadLocal<Found> FOUND = ThreadLocal.withInitial(Found::new);

  private final double[] sums;
  private final NodeSet touched;

  /**
   * @param sums N sums, all 0.0
   */
  ShareSums(double[] sums) {
    this.sums = sums;
    this.touched = new NodeSet(sums.length);
  }

  static long bytesFor(long nodes) {
    return 8 * nodes + NodeSet.bytesFor(nodes);
  }

  /** Adds a batch, the next one in source order. */
  void add(ShareBatch batch, Marking marking) {
    add(batch.targets, batch.values, 0, batch.count, marking);
  }

  /** Adds some shares, the next ones in source order. */
  void add(int[] targets, double[] values, int from, int to, Marking marking) {
    add(targets, values, from, to);
    if (marking == Marking.MARKS) {
      mark(targets, from, to);
    }
  }

  private void add(int[] targets, double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      sums[targets[i]] += values[i];
    }
  }

  private void mark(int[] targets, int from, int to) {
    long[] words = touched.words;
    for (int i = from; i < to; i++) {
      words[targets[i] >>> NodeSet.WORD] |= 1L << targets[i];
    }
    byte[] groups = touched.groups;
    for (int i = from; i < to; i++) {
      groups[targets[i] >>> NodeSet.GROUP] = 1;
    }
  }

  /** Marks nodes, which are to be looked at whether they receive a share or not. */
  void mark(NodeSet nodes) {
    for (int group = 0; group < nodes.groups.length; group++) {
      if (nodes.groups[group] != 0) {
        touched.groups[group] = 1;
        int end = nodes.endOf(group);
        for (int word = group * NodeSet.WORDS_PER_GROUP; word < end; word++) {
          touched.words[word] |= nodes.words[word];
        }
      }
    }
  }

  /**
   * Gives every node of some groups its sum, most of them 0.0, as the definition does (Eq. 3):
   * quicker than marks where many nodes receive shares.
   *
   * @param active holds no node of these groups; afterwards those active now
   * @return number of nodes active now
   */
  int settleAll(int fromGroup, int toGroup, double[] field, NodeSet active, double tau) {
    MagnitudeScan scan = new MagnitudeScan();
    int count = 0;
    for (int group = fromGroup; group < toGroup; group++) {
      settleAll(group, field, active, tau, scan);
      count += active.recount(group);
    }
    return count;
  }

  private void settleAll(
      int group, double[] field, NodeSet active, double tau, MagnitudeScan scan) {
    int from = group << NodeSet.GROUP;
    int to = Math.min(from + (1 << NodeSet.GROUP), field.length);
    for (int start = from; start < to; start += STRETCH) {
      int end = Math.min(start + STRETCH, to);
      for (int i = start; i < end; i++) {
        field[i] += sums[i];
      }
      for (int i = start; i < end; i++) {
        sums[i] = 0.0;
      }
      scan.above(field, start, end, tau, active.words);
    }
  }

  /**
   * Gives the marked nodes of some groups their sums and empties the marks.
   *
   * @param active holds no node of these groups; afterwards those active now
   * @return number of nodes active now
   */
  int settleMarked(int fromGroup, int toGroup, double[] field, NodeSet active, double tau) {
    Found found = FOUND.get();
    int count = 0;
    for (int group = fromGroup; group < toGroup; group++) {
      if (touched.groups[group] == 0) {
        continue;
      }
      touched.groups[group] = 0;
      int end = touched.endOf(group);
      for (int word = group * NodeSet.WORDS_PER_GROUP; word < end; word++) {
        long members = touched.words[word];
        touched.words[word] = 0;
        if (found.add(word << NodeSet.WORD, members)) {
          count += found.settle(field, sums, active, tau);
        }
      }
    }
    return count + found.settle(field, sums, active, tau);
  }

  /**
   * Marked nodes on their way to their sums. As in {@link ShareBatch} each loop does one thing for
   * all of them: whether a node is active now hangs on two cache misses, and a branch on it would
   * wait for both.
   */
  static final class Found {
    private final int[] nodes = new int[LIST + 64];
    private final int[] hot = new int[LIST + 64];
    private final long[] above = new long[LIST + 64];
    private int size;
    private double read;

    boolean add(int base, long members) {
      size = NodeSet.list(base, members, nodes, size);
      return size >= LIST;
    }

    int settle(double[] field, double[] sums, NodeSet active, double tau) {
      touch(field, sums);
      addSums(field, sums, tau);
      int count = 0;
      for (int i = 0; i < size; i++) {
        hot[count] = nodes[i];
        count += (int) above[i];
      }
      for (int i = 0; i < count; i++) {
        active.add(hot[i]);
      }
      size = 0;
      return count;
    }

    private void touch(double[] field, double[] sums) {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += field[nodes[i]];
      }
      for (int i = 0; i < size; i++) {
        sum += sums[nodes[i]];
      }
      read = sum;
    }

    double read() {
      return read;
    }

    private void addSums(double[] field, double[] sums, double tau) {
      for (int i = 0; i < size; i++) {
        int node = nodes[i];
        double value = field[node] + sums[node];
        sums[node] = 0.0;
        field[node] = value;
        above[i] = MagnitudeScan.above(value, tau);
      }
    }
  }
}
