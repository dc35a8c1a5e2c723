package org.gradienttransport.jobs.conf;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** Guesses which known word a mistyped one stands for. */
public final class Nearest {
  private Nearest() {}

  /** " (did you mean 'x'?)" for the nearest known word if it is near, and the known words. */
  public static String hint(String word, Collection<String> known) {
    String list = "known: " + String.join(", ", known);
    return known.stream()
        .min(Comparator.comparingInt((String other) -> distance(word, other)).thenComparing(w -> w))
        .filter(best -> distance(word, best) <= Math.max(2, best.length() / 2))
        .map(best -> "did you mean '" + best + "'? (" + list + ")")
        .orElse(list);
  }

  /** Levenshtein's distance: insertions, deletions and replacements. */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
