package org.gradienttransport.jobs.hub.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.udfs.tensor.Stretch;

/**
 * What is fetched of a file of which only some tensors are wanted: bytes made here, and after them
 * stretches of the file on the hub.
 */
final class Excerpt {
  /** The widest gap between stretches that is fetched with them: what a request costs in time. */
  private static final long WIDEST_GAP = 1 << 20;

  /** All such gaps together are at most this part of what is wanted. */
  private static final int PART_OF_WANTED = 10;

  private final Mark mark;
  private final byte[] head;
  private final List<Stretch> stretches;
  private final Set<Stretch> bridged;

  /**
   * What tells an excerpt from others of the same file.
   *
   * @param rules hash of the rules that chose the tensors
   * @param head SHA-256 of the bytes made here, which say all that the excerpt holds
   * @param files how many files the snapshot's excerpts are together
   * @param wholeSize bytes of the file on the hub
   */
  record Mark(String rules, String head, int files, long wholeSize) {}

  /**
   * What one request asks for: stretches, and what lies between them, which is not kept.
   *
   * @param stretches in ascending order
   */
  record Range(List<Stretch> stretches) {
    Range {
      stretches = List.copyOf(stretches);
    }

    long from() {
      return stretches.get(0).from();
    }

    long bytes() {
      return stretches.get(stretches.size() - 1).to() - from();
    }
  }

  private Excerpt(Mark mark, byte[] head, List<Stretch> stretches) {
    this.mark = mark;
    this.head = head;
    this.stretches = List.copyOf(stretches);
    this.bridged = bridged(this.stretches);
  }

  /** The gaps that are fetched: the narrowest first, as long as they are little. */
  private static Set<Stretch> bridged(List<Stretch> stretches) {
    List<Stretch> gaps = new ArrayList<>();
    for (int i = 1; i < stretches.size(); i++) {
      gaps.add(new Stretch(stretches.get(i - 1).to(), stretches.get(i).from()));
    }
    gaps.sort(Comparator.comparingLong(Stretch::bytes));
    long left = stretches.stream().mapToLong(Stretch::bytes).sum() / PART_OF_WANTED;
    Set<Stretch> bridged = new HashSet<>();
    for (Stretch gap : gaps) {
      left -= gap.bytes();
      if (left < 0 || gap.bytes() > WIDEST_GAP) {
        break;
      }
      bridged.add(gap);
    }
    return bridged;
  }

  static Excerpt of(String rules, int files, long wholeSize, byte[] head, List<Stretch> stretches) {
    return new Excerpt(
        new Mark(rules, DigestUtils.sha256Hex(head), files, wholeSize), head.clone(), stretches);
  }

  /** One of which only the mark is known, as it lies at the target already. */
  static Excerpt known(Mark mark) {
    return new Excerpt(mark, new byte[0], List.of());
  }

  Mark mark() {
    return mark;
  }

  long size() {
    return head.length + stretches.stream().mapToLong(Stretch::bytes).sum();
  }

  /** The bytes made here. */
  byte[] head() {
    return head.clone();
  }

  /** What to ask the hub for after this many bytes of the excerpt, the head among them. */
  List<Range> after(long held) {
    long skip = held - head.length;
    if (skip < 0) {
      throw new IllegalArgumentException("the head is not there yet");
    }
    List<Range> ranges = new ArrayList<>();
    List<Stretch> together = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (skip < stretch.bytes()) {
        Stretch left = new Stretch(stretch.from() + skip, stretch.to());
        if (!together.isEmpty() && !bridged.contains(gap(together, left))) {
          ranges.add(new Range(together));
          together.clear();
        }
        together.add(left);
      }
      skip = Math.max(0, skip - stretch.bytes());
    }
    if (!together.isEmpty()) {
      ranges.add(new Range(together));
    }
    return ranges;
  }

  private static Stretch gap(List<Stretch> before, Stretch after) {
    return new Stretch(before.get(before.size() - 1).to(), after.from());
  }
}
