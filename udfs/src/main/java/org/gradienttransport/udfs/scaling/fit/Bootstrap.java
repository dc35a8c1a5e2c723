package org.gradienttransport.udfs.scaling.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;

/**
 * Case bootstrap of rows: each replicate draws as many rows, with replacement, and is fitted from
 * the parameters of the fit of all rows (METHOD-SCALING section 4).
 */
public final class Bootstrap {
  /** Replicates unless asked otherwise. */
  public static final int REPLICATES = 1_000;

  /** Seed unless asked otherwise. */
  public static final long SEED = 42;

  private Bootstrap() {}

  /**
   * Some of the replicates; their bits depend on no other.
   *
   * @param theta parameters of the fit of all rows
   * @param from first replicate, from 0
   * @param to one after the last
   */
  public static List<Replicate> run(
      LossForm form, LossRows rows, Objective objective, Theta theta, long seed, int from, int to) {
    List<Replicate> replicates = new ArrayList<>(to - from);
    for (int number = from; number < to; number++) {
      replicates.add(
          new Replicate(
              number,
              fit(form, rows, objective, theta, BootstrapIndices.of(seed, number, rows.size()))));
    }
    return replicates;
  }

  /** Rows that were drawn more than once count as often: a third fewer rows to compute. */
  private static Optional<Minimum> fit(
      LossForm form, LossRows rows, Objective objective, Theta theta, int[] drawn) {
    double[] times = new double[rows.size()];
    for (int index : drawn) {
      times[index]++;
    }
    int[] positions =
        java.util.stream.IntStream.range(0, times.length).filter(i -> times[i] > 0.0).toArray();
    LossRows distinct = rows.at(positions);
    if (Sufficiency.lack(form, distinct).isPresent()) {
      return Optional.empty();
    }
    double[] multiplicity = Arrays.stream(positions).mapToDouble(i -> times[i]).toArray();
    Minimum minimum =
        new QuasiNewton(new Problem(form, distinct, objective, multiplicity))
            .refine(theta.toArray());
    return minimum.sum() < Problem.HOPELESS ? Optional.of(minimum) : Optional.empty();
  }
}
