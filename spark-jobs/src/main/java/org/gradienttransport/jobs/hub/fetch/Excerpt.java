package org.gradienttransport.jobs.hub.fetch;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.gradienttransport.udfs.tensor.Stretch;

/**
 * What is fetched of a file of which only some tensors are wanted: bytes made here, and after them
 * stretches of the file on the hub.
 */
final class Excerpt {
  private final Mark mark;
  private final byte[] head;
  private final List<Stretch> stretches;

  /**
   * What tells an excerpt from others of the same file.
   *
   * @param rules hash of the rules that chose the tensors
   * @param head SHA-256 of the bytes made here, which say all that the excerpt holds
   * @param files how many files the snapshot's excerpts are together
   * @param wholeSize bytes of the file on the hub
   */
  record Mark(String rules, String head, int files, long wholeSize) {}

  private Excerpt(Mark mark, byte[] head, List<Stretch> stretches) {
    this.mark = mark;
    this.head = head;
    this.stretches = List.copyOf(stretches);
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

  /** Bytes of the excerpt. */
  long size() {
    return head.length + stretches.stream().mapToLong(Stretch::bytes).sum();
  }

  /** The bytes made here. */
  byte[] head() {
    return head.clone();
  }

  /**
   * What is missing on the hub's side after this many bytes of the excerpt, the head among them.
   */
  List<Stretch> after(long held) {
    long skip = held - head.length;
    if (skip < 0) {
      throw new IllegalArgumentException("the head is not there yet");
    }
    List<Stretch> left = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (skip < stretch.bytes()) {
        left.add(new Stretch(stretch.from() + skip, stretch.to()));
      }
      skip = Math.max(0, skip - stretch.bytes());
    }
    return left;
  }
}
