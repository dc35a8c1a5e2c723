package org.gradienttransport.schemas;

import java.util.List;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.NullFloor;
import org.gradienttransport.schemas.rows.NullFloorSummary;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessFit;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.RobustnessVariance;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.rows.ScalingAssociation;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.rows.WindowSummary;

/** All published tables. */
public final class Tables {

  /** The row type of every table, in the order of {@link #ALL}. */
  public static final List<RowType<?>> ROW_TYPES =
      List.of(
          FieldTransport.ROWS,
          StepwiseExponent.ROWS,
          ClosureCheck.ROWS,
          Compressibility.ROWS,
          WindowSummary.ROWS,
          NullContrast.ROWS,
          PooledExponent.ROWS,
          CohortSummary.ROWS,
          CohortStep.ROWS,
          NullFloor.ROWS,
          NullFloorSummary.ROWS,
          Performance.ROWS,
          PerformanceExponent.ROWS,
          PerformanceAssociation.ROWS,
          ScalingRun.ROWS,
          ScalingFit.ROWS,
          ScalingCoefficient.ROWS,
          ScalingPublished.ROWS,
          ScalingBootstrap.ROWS,
          ScalingIsoflop.ROWS,
          ScalingEnvelope.ROWS,
          ScalingOptimum.ROWS,
          ScalingExtrapolation.ROWS,
          TimeScaling.ROWS,
          LossExponentStep.ROWS,
          TimeExponentStep.ROWS,
          ScalingAssociation.ROWS,
          RobustnessFit.ROWS,
          RobustnessChange.ROWS,
          RobustnessSummary.ROWS,
          RobustnessVariance.ROWS,
          CheckResult.ROWS,
          Run.ROWS);

  /** The declaration of every table, from relaxations to conclusions, then the run itself. */
  public static final List<TableSpec> ALL =
      ROW_TYPES.stream().<TableSpec>map(RowType::table).toList();

  private Tables() {}

  /**
   * The row type of the table of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RowType<?> rowType(String name) {
    return ROW_TYPES.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown table '%s', expected one of %s"
                        .formatted(name, ROW_TYPES.stream().map(RowType::name).toList())));
  }

  /** The tables that are not among these, in the same order. */
  public static List<TableSpec> without(List<TableSpec> some) {
    return ALL.stream().filter(table -> !some.contains(table)).toList();
  }
}
