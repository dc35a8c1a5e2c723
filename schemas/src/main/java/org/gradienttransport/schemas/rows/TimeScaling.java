package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.LAW_STATUS;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.SERIES;
import static org.gradienttransport.schemas.SharedColumn.SOURCE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.TrainingClock;

/** How the loss of one training run falls with time (METHOD-SCALING section 5). */
@Table(
    name = "time_scaling",
    row = "c x^-gamma + L_inf fitted to one training curve on one clock.",
    key = {"source", "series", "scale", "clock"})
public record TimeScaling(
    @Shared(SOURCE) String source,
    @Shared(SERIES) String series,
    @Col("Name of the run, or of the scale within its family.") String scale,
    @Col("What time is counted in: step, tokens or tau.") TrainingClock clock,
    @Col(value = "Least time fitted, in that clock.", unit = Units.QUANTITY) Double windowStart,
    @Col(value = "Largest time fitted, in that clock.", unit = Units.QUANTITY) Double windowEnd,
    @Col("Losses inside the window.") int rows,
    @Col("Points fitted: bins, or rows where there are too few.") int bins,
    @Part(optional = true) Curve curve,
    @Part(optional = true) Third third,
    @Col("Exponent when there is no floor, from the logarithms alone.") Double zeroFloorSlope,
    @Shared(LAW_STATUS) LawStatus status,
    @Shared(MESSAGE) String message) {

  /** How its rows are published. */
  public static final RowType<TimeScaling> ROWS = RowType.of(TimeScaling.class);

  /** The fitted curve; absent without a fit. */
  public record Curve(
      @Col(value = "Weight of the term that falls.", unit = Units.QUANTITY) Double c,
      @Col("Exponent in time.") Double gamma,
      @Col("Lower end of the profile interval of gamma.") Double gammaLo,
      @Col("Upper end of the profile interval of gamma.") Double gammaHi,
      @Col(value = "Loss that the curve falls to.", unit = Units.NATS) Double lInf,
      @Col("Sum of the squared errors of ln L.") Double sse) {}

  /** How an exponent of one third compares; absent without a fit. */
  public record Third(
      @Col("Sum of the squared errors of ln L at gamma = 1/3.") Double sseThird,
      @Col("Whether 1/3 lies in the profile interval of gamma.") Boolean thirdInside) {}
}
