package org.gradienttransport.udfs.scaling;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.LawVariable;

/**
 * Measured losses as fits see them: natural logarithms in primitive arrays, one row per trained
 * model or checkpoint. Immutable by agreement: arrays handed out are not to be changed.
 *
 * <p>Logarithms are StrictMath's, so that rows have the same bits on every machine.
 */
public final class LossRows implements Serializable {
  private static final long serialVersionUID = 1;

  private final Map<LawVariable, double[]> logs;
  private final double[] lnLoss;

  private LossRows(Map<LawVariable, double[]> logs, double[] lnLoss) {
    this.logs = logs;
    this.lnLoss = lnLoss;
  }

  /**
   * Rows from what was measured.
   *
   * @param values any of N, D, S and C, not as logarithms, one value per row
   * @param loss cross-entropy in nats per token, one per row
   * @throws IllegalArgumentException naming the row and the value, unless all are positive and
   *     finite; and if the lengths differ
   */
  public static LossRows of(Map<LawVariable, double[]> values, double[] loss) {
    double[] lnLoss = logarithms("loss", loss);
    Map<LawVariable, double[]> logs = new EnumMap<>(LawVariable.class);
    for (LawVariable variable : LawVariable.values()) {
      double[] column = values.get(variable);
      if (column == null) {
        continue;
      }
      if (column.length != loss.length) {
        throw new IllegalArgumentException(
            "a loss needs its "
                + variable.word()
                + ": "
                + column.length
                + " values for "
                + loss.length
                + " losses");
      }
      logs.put(variable, logarithms(variable.word(), column));
    }
    return new LossRows(logs, lnLoss);
  }

  /** Rows of N, D and loss with C = 6 N D. */
  public static LossRows of(double[] params, double[] tokens, double[] loss) {
    double[] flops = new double[params.length];
    for (int i = 0; i < flops.length; i++) {
      flops[i] = 6.0 * params[i] * tokens[i];
    }
    return of(
        Map.of(LawVariable.PARAMS, params, LawVariable.TOKENS, tokens, LawVariable.FLOPS, flops),
        loss);
  }

  /** Whether a value can enter a fit: positive and finite. */
  public static boolean usable(double value) {
    return value > 0.0 && value < Double.POSITIVE_INFINITY;
  }

  /** Number of rows. */
  public int size() {
    return lnLoss.length;
  }

  /** Whether the rows have a variable. */
  public boolean has(LawVariable variable) {
    return logs.containsKey(variable);
  }

  /**
   * Logarithms of a variable, one per row.
   *
   * @throws IllegalArgumentException if the rows do not have it
   */
  public double[] logs(LawVariable variable) {
    double[] column = logs.get(variable);
    if (column == null) {
      throw new IllegalArgumentException(
          "the form needs " + variable.word() + ", the rows have " + logs.keySet());
    }
    return column;
  }

  /** Logarithms of the loss, one per row. */
  public double[] lnLoss() {
    return lnLoss;
  }

  /** Number of different values of a variable. */
  public int distinct(LawVariable variable) {
    return (int) Arrays.stream(logs(variable)).distinct().count();
  }

  /**
   * The rows at some positions, in that order, repeats allowed.
   *
   * @param positions from 0 to size - 1
   */
  public LossRows at(int[] positions) {
    Map<LawVariable, double[]> chosen = new EnumMap<>(LawVariable.class);
    logs.forEach((variable, column) -> chosen.put(variable, gather(column, positions)));
    return new LossRows(chosen, gather(lnLoss, positions));
  }

  private static double[] gather(double[] column, int[] positions) {
    double[] chosen = new double[positions.length];
    for (int i = 0; i < positions.length; i++) {
      chosen[i] = column[positions[i]];
    }
    return chosen;
  }

  private static double[] logarithms(String name, double[] values) {
    double[] logs = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!usable(values[i])) {
        throw new IllegalArgumentException(
            name
                + " of row "
                + i
                + " is "
                + values[i]
                + ", a scaling law needs positive finite numbers: leave the row out");
      }
      logs[i] = StrictMath.log(values[i]);
    }
    return logs;
  }
}
