package org.gradienttransport.udfs.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.gradienttransport.schemas.vocabulary.FunctionStatus;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.Estimate;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.fit.LawFitter;
import org.gradienttransport.udfs.scaling.fit.Objective;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopParabola;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopRule;
import org.gradienttransport.udfs.scaling.time.TimeLaw;
import org.gradienttransport.udfs.scaling.time.TimeScaling;

/**
 * Results of power_law_floor_fit, chinchilla_fit and isoflop_optimum: scaling laws of the loss
 * (METHOD-SCALING sections 3 to 5), with the columns of the tables time_scaling, scaling_fit,
 * scaling_coefficient and scaling_isoflop.
 */
final class LawRows {
  /** Rows of a group that enter a fit. */
  static final int MOST = 50_000;

  private static final String COUNTS =
      " rows_seen BIGINT NOT NULL, status STRING NOT NULL, message STRING NOT NULL";

  static final StructType TIME =
      Structs.type(
          "c DOUBLE, gamma DOUBLE, gamma_lo DOUBLE, gamma_hi DOUBLE, l_inf DOUBLE, sse DOUBLE,"
              + " sse_third DOUBLE, third_inside BOOLEAN, zero_floor_slope DOUBLE, bins BIGINT,"
              + " rows BIGINT NOT NULL,"
              + COUNTS);

  static final StructType CHINCHILLA =
      Structs.type(
          "factor_n DOUBLE, factor_d DOUBLE, floor DOUBLE, alpha DOUBLE, beta DOUBLE, a DOUBLE,"
              + " b DOUBLE, loss_exponent DOUBLE, objective DOUBLE, starts BIGINT,"
              + " hit_share DOUBLE, probe DOUBLE, condition DOUBLE, rms_rel DOUBLE,"
              + " rows BIGINT NOT NULL,"
              + COUNTS);

  static final StructType ISOFLOP =
      Structs.type(
          "n_opt DOUBLE, loss_opt DOUBLE, curvature DOUBLE, rms DOUBLE, models BIGINT,"
              + " points BIGINT, rows BIGINT NOT NULL,"
              + COUNTS);

  private LawRows() {}

  static Object time(GatheredRows rows) {
    GatheredRows sorted = rows.sorted();
    double[] x = sorted.doubles(0);
    double[] loss = sorted.doubles(1);
    FunctionStatus refusal = Structs.withoutLogarithm(x, loss);
    if (refusal != null) {
      return refused(TIME, rows, refusal);
    }
    TimeScaling scaling = TimeScaling.of(x, loss);
    Optional<TimeLaw> law = scaling.law();
    return Structs.row(
        orNull(law.map(TimeLaw::c)),
        orNull(law.map(TimeLaw::gamma)),
        orNull(law.map(found -> found.interval().low())),
        orNull(law.map(found -> found.interval().high())),
        orNull(law.map(TimeLaw::floor).orElse(OptionalDouble.empty())),
        orNull(law.map(TimeLaw::squares)),
        orNull(law.map(TimeLaw::squaresAtOneThird)),
        law.map(TimeLaw::thirdInside).orElse(null),
        orNull(scaling.plainSlope()),
        (long) scaling.points(),
        (long) rows.size(),
        rows.seen(),
        scaling.status(),
        message(scaling.message(), rows));
  }

  static Object chinchilla(GatheredRows rows) {
    GatheredRows sorted = rows.sorted();
    double[] params = sorted.doubles(0);
    double[] tokens = sorted.doubles(1);
    double[] loss = sorted.doubles(2);
    FunctionStatus refusal = Structs.withoutLogarithm(params, tokens, loss);
    if (refusal != null) {
      return refused(CHINCHILLA, rows, refusal);
    }
    LawFit fit =
        LawFitter.fit(
            LossForms.of(LawForm.CHINCHILLA),
            LossRows.of(params, tokens, loss),
            Objective.HUBER,
            StartGrid.DEFAULT);
    UTF8String message = message(fit.message(), rows);
    return fit.estimate()
        .map(estimate -> row(fit, estimate, rows, message))
        .orElseGet(
            () ->
                Structs.nulls(CHINCHILLA, (long) rows.size(), rows.seen(), fit.status(), message));
  }

  static InternalRow row(LawFit fit, Estimate estimate, GatheredRows rows, UTF8String message) {
    Map<String, Double> law = new HashMap<>(estimate.coefficients());
    law.keySet().removeIf(coefficient -> !fit.says(coefficient));
    return Structs.row(
        law.get("A"),
        law.get("B"),
        law.get("E"),
        law.get("alpha"),
        law.get("beta"),
        law.get("a"),
        law.get("b"),
        law.get("loss_exponent"),
        estimate.objective(),
        (long) fit.starts(),
        estimate.hitShare(),
        finite(estimate.certificate().probe()),
        finite(estimate.certificate().condition()),
        finite(estimate.rmsRel()),
        (long) rows.size(),
        rows.seen(),
        fit.status(),
        message);
  }

  static Object isoflop(GatheredRows rows) {
    double[] params = rows.doubles(0);
    double[] loss = rows.doubles(1);
    FunctionStatus refusal = Structs.withoutLogarithm(params, loss);
    if (refusal != null) {
      return refused(ISOFLOP, rows, refusal);
    }
    IsoFlopParabola parabola = IsoFlopParabola.of(params, loss, IsoFlopRule.DEFAULT.halfWidth());
    Optional<IsoFlopParabola.Minimum> least = parabola.minimum();
    String reason = parabola.reason().isEmpty() ? "" : "No optimum: " + parabola.reason() + ".";
    return Structs.row(
        orNull(least.map(IsoFlopParabola.Minimum::params)),
        orNull(least.map(IsoFlopParabola.Minimum::loss)),
        orNull(least.map(IsoFlopParabola.Minimum::curvature)),
        orNull(least.map(IsoFlopParabola.Minimum::rms)),
        (long) parabola.sizes(),
        (long) parabola.points(),
        (long) rows.size(),
        rows.seen(),
        parabola.status(),
        message(reason, rows));
  }

  private static InternalRow refused(StructType type, GatheredRows rows, FunctionStatus status) {
    UTF8String message = UTF8String.fromString("A value has no logarithm: leave its row out.");
    return Structs.nulls(type, (long) rows.size(), rows.seen(), status, message);
  }

  private static UTF8String message(String sentences, GatheredRows rows) {
    String subset =
        rows.seen() == rows.size()
            ? ""
            : "Of " + rows.seen() + " rows a random subset of " + rows.size() + " entered.";
    return UTF8String.fromString((sentences + " " + subset).strip());
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? finite(value.getAsDouble()) : null;
  }

  private static Double orNull(Optional<Double> value) {
    return value.filter(Double::isFinite).orElse(null);
  }
}
