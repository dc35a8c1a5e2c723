package org.gradienttransport.udfs.scaling.form;

import java.util.ArrayList;
import java.util.List;

/** Grids of starts. */
final class Starts {
  private Starts() {}

  /** Every combination of one level of each parameter; the last parameter varies fastest. */
  static List<double[]> grid(double[]... levels) {
    List<double[]> starts = new ArrayList<>();
    starts.add(new double[0]);
    for (double[] level : levels) {
      List<double[]> longer = new ArrayList<>(starts.size() * level.length);
      for (double[] start : starts) {
        for (double value : level) {
          double[] extended = java.util.Arrays.copyOf(start, start.length + 1);
          extended[start.length] = value;
          longer.add(extended);
        }
      }
      starts = longer;
    }
    return starts;
  }
}
