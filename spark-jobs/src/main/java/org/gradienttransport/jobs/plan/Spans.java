package org.gradienttransport.jobs.plan;

import static java.util.stream.Collectors.joining;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the differences of several scales up to one step span: on a partial grid a scale that lacks
 * the snapshot before it has a longer one.
 */
public final class Spans {
  private final long step;
  private final SortedMap<Long, SortedSet<String>> scales = new TreeMap<>();

  /**
   * Spans up to a step, none of them taken yet.
   *
   * @param step aligned step that all of them end at
   */
  public Spans(long step) {
    this.step = step;
  }

  /** Takes a scale's difference, by the aligned step that it begins at. */
  public void add(long fromStep, String scale) {
    scales.computeIfAbsent(fromStep, any -> new TreeSet<>()).add(scale);
  }

  /** Whether they do not all begin at the same step. */
  public boolean unlike() {
    return scales.size() > 1;
  }

  /** Each span with its scales, such as {@code 3 -> 5 (w8), 4 -> 5 (w16, w32)}. */
  public String text() {
    return scales.entrySet().stream()
        .map(
            one -> "%d -> %d (%s)".formatted(one.getKey(), step, String.join(", ", one.getValue())))
        .collect(joining(", "));
  }
}
