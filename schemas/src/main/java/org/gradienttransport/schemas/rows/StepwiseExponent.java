package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.AXIS_VALUE;
import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FROM_STEP;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.SCALES;
import static org.gradienttransport.schemas.SharedColumn.SCALE_NAMES;
import static org.gradienttransport.schemas.SharedColumn.STEP;

import java.util.List;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.vocabulary.Criterion;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.ScalingModel;

/**
 * Stepwise exponents (METHOD section 2, Eqs. 5-8): ordinary least squares in log-log over the
 * scales, each observable on its own, with the evidence for and against a single power law beside
 * it.
 */
@Table(
    name = "stepwise_exponent",
    version = 2,
    row = "one fit of one observable against N over the scales, in log-log, at one step.",
    key = {"family", "field_kind", "replicate", "observable", "step"})
public record StepwiseExponent(
    @Shared(FAMILY) String family,
    @Shared(STEP) long step,
    @Shared(FROM_STEP) long fromStep,
    @Part Realisation realisation,
    @Col(
            "What is fitted against N: size (s), duration (n_steps), absolute (v_abs) or intensive (v_rel).")
        Observable observable,
    @Col("Symbol of the exponent: D, z, beta or delta, in the order of the observables.")
        String symbol,
    @Part Law law,
    @Shared(SCALES) int scales,
    @Shared(SCALE_NAMES) List<String> scaleNames,
    @Col("ok, or why there is no fit: too_few_scales, incomplete_grid or no_spread.")
        FitStatus status,
    @Shared(MESSAGE) String message,
    @Part(optional = true) Evidence evidence,
    @Shared(AXIS_VALUE) Double axisValue) {

  public static final RowType<StepwiseExponent> ROWS = RowType.of(StepwiseExponent.class);

  /** The fitted law; all null without a fit. */
  public record Law(
      @Col("Slope of the fit.") Double exponent,
      @Col("Standard error of the slope.") Double stdError,
      @Col("Intercept of the fit, natural logarithm of the observable at N = 1.") Double intercept,
      @Col("Coefficient of determination; null when all observations are equal.") Double r2) {}

  /** How one power law compares with a constant and with two slopes; absent without a fit. */
  public record Evidence(
      @Col(
              "Coefficient of the squared logarithm of N when one is added to the fit; null below four scales.")
          Double curvature,
      @Col(
              "Two-sided p-value of the curvature being zero; null where nothing is left to test against.")
          Double curvatureP,
      @Col("Model with the best score: constant, power_law or two_slope; null without evidence.")
          ScalingModel preferredModel,
      @Col(
              "How models are scored: aicc, or leave_one_scale_out where there are too few scales for it.")
          Criterion criterion,
      @Col(
              "Score of a constant less the best score; below 2 it is no evidence against the constant.")
          double criterionConstant,
      @Col(
              "Score of one power law less the best score; below 2 it is no evidence against the power law.")
          double criterionPower,
      @Col(
              "Score of a two-slope fit less the best score; null where the scales do not determine one.")
          Double criterionTwoSlope) {}
}
