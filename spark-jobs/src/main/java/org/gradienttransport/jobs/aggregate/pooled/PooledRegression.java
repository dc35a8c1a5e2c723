package org.gradienttransport.jobs.aggregate.pooled;

import java.util.Comparator;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.Realisation;
import org.gradienttransport.schemas.vocabulary.PooledQuantity;
import org.gradienttransport.schemas.vocabulary.PooledStatus;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.udfs.pooled.StepEffectModel;
import org.gradienttransport.udfs.pooled.StepEffectRegression;
import org.gradienttransport.udfs.pooled.StepEffectRegression.Quality;
import org.gradienttransport.udfs.pooled.StepEffectRegression.Slopes;
import org.gradienttransport.udfs.pooled.StepEffectRows;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.MovingBlockBootstrap;
import org.gradienttransport.udfs.resample.TInterval;

/**
 * One regression over the steps of a window.
 *
 * @param key which row of pooled_exponent it makes
 * @param data its rows; the last covariate's slope is the exponent
 * @param scales how many sizes it has
 */
record PooledRegression(Key key, StepEffectRows data, int scales) {
  /** Resamples of the moving-block interval. */
  private static final int RESAMPLES = 200;

  record Key(String family, WindowName window, Realisation realisation, PooledQuantity quantity) {
    PooledExponent without(PooledStatus status, String message) {
      return new PooledExponent(
          family,
          window,
          realisation,
          quantity,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          0,
          0,
          0,
          status,
          message);
    }

    /** What is resampled, in words that decide the draw. */
    private String identifier() {
      return String.join(
          "/",
          family,
          PooledExponent.ROWS.name(),
          window.word(),
          realisation.fieldKind().word(),
          Integer.toString(realisation.replicate()),
          quantity.word());
    }
  }

  /**
   * Regressions that may be fitted side by side: all rows of one call of MLlib decide the last bits
   * of everything that it finds. The real fields stand apart from the nulls, and so does each
   * realisation's number, so that more nulls change no bit of what there was without them; the
   * excess is about all of them.
   *
   * @param replicate of nulls; -1 for the real fields
   */
  record Call(String family, StepEffectModel model, boolean excess, int replicate) {
    static final Comparator<Call> ORDER =
        Comparator.comparing(Call::family)
            .thenComparing(Call::model)
            .thenComparing(Call::excess)
            .thenComparing(Call::replicate);
  }

  Call call() {
    return new Call(
        key.family,
        model(),
        key.quantity == PooledQuantity.Z_EXCESS,
        key.realisation.isReal() ? -1 : key.realisation.replicate());
  }

  StepEffectModel model() {
    return key.quantity() == PooledQuantity.D
        ? StepEffectModel.GAUSSIAN
        : StepEffectModel.QUASI_POISSON;
  }

  /** The row of what was found. */
  PooledExponent row(Slopes found) {
    StepEffectRegression regression = new StepEffectRegression(model(), data);
    Quality quality = regression.quality(found);
    double[] influence = regression.influence(found);
    double exponent = found.exponent();
    double error = found.unscaledError() * Math.sqrt(quality.dispersion());
    Interval student = TInterval.around(exponent, error, data.freedom());
    Interval blocks =
        MovingBlockBootstrap.of(key.identifier(), RESAMPLES).of(influence, regression::lastSlope);
    return new PooledExponent(
        key.family,
        key.window,
        key.realisation,
        key.quantity,
        exponent,
        error,
        student.low(),
        student.high(),
        blocks == null ? null : (Double) blocks.low(),
        blocks == null ? null : (Double) blocks.high(),
        Interval.LEVEL,
        blocks == null ? null : (Integer) MovingBlockBootstrap.blockLength(influence),
        quality.dispersion(),
        quality.deviance(),
        data.size(),
        data.steps(),
        scales,
        PooledStatus.OK,
        null);
  }
}
