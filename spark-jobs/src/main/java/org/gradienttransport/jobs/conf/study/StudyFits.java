package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;

/**
 * What is to be fitted to the rows of a study, and how.
 *
 * @param laws laws of the loss
 * @param approaches ways to the compute-optimal size
 * @param objective what is minimised
 * @param deltas widths of Huber's loss, the main one first; none for least squares
 * @param starts where the optimiser starts
 * @param bootstrap how intervals come about
 * @param heldOut what laws must predict
 * @param time which training curves are fitted against time
 * @param budgets compute at which optima are wanted, besides the usual ones
 * @param allowDecaying whether losses measured while the rate was decaying may enter laws of N and
 *     D
 * @param criticalBatch from which least steps and least compute follow; null where it is not known
 */
public record StudyFits(
    List<LawRequest> laws,
    List<Approach> approaches,
    ObjectiveKind objective,
    List<Double> deltas,
    Starts starts,
    Bootstrap bootstrap,
    HeldOut heldOut,
    TimeFits time,
    List<Double> budgets,
    boolean allowDecaying,
    CriticalBatch criticalBatch)
    implements Serializable {

  /** Width of Huber's loss unless a study says otherwise. */
  public static final double DEFAULT_DELTA = 1e-3;

  /** Where the optimiser starts. */
  public enum Starts {
    /** Every second level of the grid of Hoffmann et al. */
    DEFAULT,
    /** The whole grid. */
    FULL
  }

  public StudyFits {
    laws = List.copyOf(laws);
    approaches = List.copyOf(approaches);
    deltas = List.copyOf(deltas);
    budgets = List.copyOf(budgets);
    if (laws.isEmpty() && approaches.isEmpty() && time.clocks().isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is to be fitted; name laws, approaches or time.clocks");
    }
    if (deltas.isEmpty() != (objective != ObjectiveKind.HUBER_LOG)) {
      throw new IllegalArgumentException(
          "delta belongs to huber_log alone, where there must be one");
    }
    for (double delta : deltas) {
      requirePositive("delta", delta);
    }
    for (double budget : budgets) {
      requirePositive("a budget", budget);
    }
    if (criticalBatch == null
        && laws.stream().anyMatch(law -> law.variables() == LawVariables.C_MIN)) {
      throw new IllegalArgumentException(
          "a law of c_min needs the critical batch: critical_batch: {tokens: 2.1e8, exponent: 0.21}"
              + " are Kaplan et al.'s");
    }
    if (new HashSet<>(laws).size() < laws.size()) {
      throw new IllegalArgumentException("a law is named twice");
    }
  }

  /** The same fits of other widths of Huber's loss from other starts. */
  public StudyFits with(List<Double> otherDeltas, Starts otherStarts) {
    return new StudyFits(
        laws,
        approaches,
        objective,
        otherDeltas,
        otherStarts,
        bootstrap,
        heldOut,
        time,
        budgets,
        allowDecaying,
        criticalBatch);
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(what + " must be positive, got " + value);
    }
  }

  String canonical() {
    StringBuilder text = new StringBuilder();
    text.append(laws).append(approaches).append(objective);
    deltas.forEach(delta -> text.append(Double.toHexString(delta)).append(','));
    text.append(starts).append(bootstrap);
    text.append(Double.toHexString(heldOut.computeShare())).append(heldOut.largestN());
    text.append(time.clocks()).append(time.windowClock());
    text.append(Double.toHexString(time.from())).append(Double.toHexString(time.to()));
    budgets.forEach(budget -> text.append(Double.toHexString(budget)).append(','));
    text.append(allowDecaying);
    if (criticalBatch != null) {
      text.append(Double.toHexString(criticalBatch.scale())).append('^');
      text.append(Double.toHexString(criticalBatch.exponent()));
    }
    return text.toString();
  }
}
