package org.gradienttransport.jobs.hub.fetch;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whether weights move on from step to step. Two exchanged snapshots make the way from the first to
 * the last longer, there and back; exchanging them again shortens it.
 */
final class StepOrder {
  /** A shorter way than this part of the given one is worth a finding. */
  private static final double SHORTER = 0.8;

  private static final int FEWEST = 4;
  private static final int MOST = 500;

  private final List<Long> steps;
  private final double[][] distances;

  StepOrder(SortedMap<Long, Sample> samples) {
    this.steps = List.copyOf(samples.keySet());
    List<Sample> all = List.copyOf(samples.values());
    int count = all.size() <= MOST ? all.size() : 0;
    this.distances = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        distances[i][j] = all.get(i).distance(all.get(j));
      }
    }
  }

  /** The two steps whose exchange shortens the way most, in a sentence. */
  Optional<String> exchanged() {
    int count = distances.length;
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    double given = length(order);
    double best = SHORTER * given;
    String found = null;
    for (int i = 0; count >= FEWEST && i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        exchange(order, i, j);
        double length = length(order);
        if (length < best) {
          best = length;
          found =
              "steps %s and %s look exchanged: so the weights would move %.0f %% less from step to"
                      .formatted(steps.get(i), steps.get(j), 100 * (1 - length / given))
                  + " step; a hint, not a proof";
        }
        exchange(order, i, j);
      }
    }
    return Optional.ofNullable(found);
  }

  private static void exchange(int[] order, int i, int j) {
    int one = order[i];
    order[i] = order[j];
    order[j] = one;
  }

  private double length(int[] order) {
    double length = 0;
    for (int i = 1; i < order.length; i++) {
      length += distances[order[i - 1]][order[i]];
    }
    return length;
  }
}
