package org.gradienttransport.udfs.scaling.fit;

import java.util.Arrays;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.ArrayMath;
import org.gradienttransport.udfs.scaling.form.BoundForm;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.Sums;

/**
 * One objective on one set of rows: the sum and its gradient in one pass, nothing allocated. Serves
 * one thread.
 */
final class Problem {
  /** What a sum counts that is no number: worse than any, and still comparable. */
  static final double HOPELESS = 1e300;

  /** Errors of a thousandth of what is negligible, squared. */
  private static final double EXACT = 1e-6;

  private final Objective objective;
  private final LossForm law;
  private final BoundForm form;
  private final int parameters;
  private final double[] observed;
  private final double[] multiplicity;
  private final double[] predicted;
  private final double[] loss;
  private final double[] cost;
  private final double[] slope;
  private final double[] scratch;

  Problem(LossForm form, LossRows rows, Objective objective) {
    this(form, rows, objective, ones(rows.size()));
  }

  /**
   * A problem on weighted rows.
   *
   * @param multiplicity how often each row counts
   */
  Problem(LossForm form, LossRows rows, Objective objective, double[] multiplicity) {
    this.objective = objective;
    law = form;
    this.form = form.on(rows);
    this.multiplicity = multiplicity;
    parameters = form.parameters().size();
    int n = rows.size();
    predicted = new double[n];
    loss = new double[n];
    cost = new double[n];
    slope = new double[n];
    scratch = new double[n];
    observed = objective.kind() == ObjectiveKind.LSQ ? exponentials(rows.lnLoss()) : rows.lnLoss();
  }

  int parameters() {
    return parameters;
  }

  /** The sum at which nothing is left but the rounding of logarithms. */
  double exact() {
    return objective.negligible(rows()) * EXACT;
  }

  int rows() {
    return observed.length;
  }

  /**
   * The sum that is minimised, in units of delta.
   *
   * @param gradient receives its derivative by each parameter
   */
  double evaluate(double[] theta, double[] gradient) {
    form.predict(theta, predicted);
    switch (objective.kind()) {
      case HUBER_LOG -> huber();
      case LSQ_LOG -> squares();
      case LSQ -> squaresOfLoss();
    }
    double sum = Sums.dot(cost, multiplicity);
    form.backpropagate(slope, gradient);
    return sum < HOPELESS && finite(gradient) ? sum : hopeless(gradient);
  }

  /** The same sum without its gradient's use. */
  double evaluate(double[] theta) {
    return evaluate(theta, new double[parameters]);
  }

  /** Predicted ln L of each row. */
  double[] predict(double[] theta) {
    form.predict(theta, predicted);
    return predicted.clone();
  }

  /** Whether a parameter is the floor's. */
  boolean isFloor(int parameter) {
    return law.floor().isPresent() && law.floor().getAsInt() == parameter;
  }

  /** Variables whose terms are less than a share of the loss in every row. */
  List<LawVariable> smallerThan(double share, double[] theta) {
    form.predict(theta, predicted);
    return law.variables().stream()
        .filter(variable -> form.largestShare(variable) < share)
        .toList();
  }

  /** J'J of ln L by theta, each row once: what a certificate looks at. */
  double[][] informationMatrix(double[] theta) {
    form.predict(theta, predicted);
    double[][] matrix = new double[parameters][parameters];
    double[] row = new double[parameters];
    for (int i = 0; i < rows(); i++) {
      form.differentiate(i, row);
      for (int j = 0; j < parameters; j++) {
        for (int k = 0; k < parameters; k++) {
          matrix[j][k] += row[j] * row[k];
        }
      }
    }
    return matrix;
  }

  /** The objective's curvature without the form's own: J'WJ with the weights of its errors. */
  double[][] curvature(double[] theta) {
    evaluate(theta, new double[parameters]);
    double unit = 1.0 / objective.delta();
    for (int i = 0; i < scratch.length; i++) {
      double weight =
          switch (objective.kind()) {
            case HUBER_LOG -> 1.0 / Math.max(1.0, Math.abs(predicted[i] - observed[i]) * unit);
            case LSQ_LOG -> 2.0;
            case LSQ -> 2.0 * loss[i] * loss[i];
          };
      scratch[i] = weight * multiplicity[i] * unit * unit;
    }
    return form.products(scratch);
  }

  private void huber() {
    double unit = 1.0 / objective.delta();
    for (int i = 0; i < cost.length; i++) {
      double u = (predicted[i] - observed[i]) * unit;
      double bounded = Math.max(-1.0, Math.min(1.0, u));
      // u^2 / 2 inside, |u| - 1/2 outside.
      cost[i] = bounded * (u - 0.5 * bounded);
      slope[i] = bounded * unit * multiplicity[i];
    }
  }

  private void squares() {
    double unit = 1.0 / objective.delta();
    for (int i = 0; i < cost.length; i++) {
      double u = (predicted[i] - observed[i]) * unit;
      cost[i] = u * u;
      slope[i] = 2.0 * u * unit * multiplicity[i];
    }
  }

  private void squaresOfLoss() {
    double unit = 1.0 / objective.delta();
    ArrayMath.exp(predicted, loss, scratch);
    for (int i = 0; i < cost.length; i++) {
      double u = (loss[i] - observed[i]) * unit;
      cost[i] = u * u;
      slope[i] = 2.0 * u * unit * loss[i] * multiplicity[i];
    }
  }

  private static double hopeless(double[] gradient) {
    Arrays.fill(gradient, 0.0);
    return HOPELESS;
  }

  private static boolean finite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static double[] exponentials(double[] logs) {
    return Arrays.stream(logs).map(StrictMath::exp).toArray();
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1.0);
    return ones;
  }
}
