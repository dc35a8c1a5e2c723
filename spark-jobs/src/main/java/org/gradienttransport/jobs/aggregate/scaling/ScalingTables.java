package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;

/** Rows of the scaling tables as they are made. */
public final class ScalingTables {
  /** The tables that follow from measured losses alone. */
  public static final List<RowType<?>> ALL =
      List.of(
          ScalingRun.ROWS,
          ScalingFit.ROWS,
          ScalingCoefficient.ROWS,
          ScalingPublished.ROWS,
          ScalingBootstrap.ROWS,
          ScalingIsoflop.ROWS,
          ScalingEnvelope.ROWS,
          ScalingOptimum.ROWS,
          ScalingExtrapolation.ROWS,
          TimeScaling.ROWS);

  final List<ScalingRun> runs = new ArrayList<>();
  final List<ScalingFit> fits = new ArrayList<>();
  final List<ScalingCoefficient> coefficients = new ArrayList<>();
  final List<ScalingPublished> published = new ArrayList<>();
  final List<ScalingBootstrap> bootstraps = new ArrayList<>();
  final List<ScalingIsoflop> isoflops = new ArrayList<>();
  final List<ScalingEnvelope> envelopes = new ArrayList<>();
  final List<ScalingOptimum> optima = new ArrayList<>();
  final List<ScalingExtrapolation> extrapolations = new ArrayList<>();
  final List<TimeScaling> times = new ArrayList<>();

  ScalingTables() {}

  /** Adds all rows to those of a run. */
  void addTo(Rows.InMemory rows) {
    rows.add(ScalingRun.ROWS, runs)
        .add(ScalingFit.ROWS, fits)
        .add(ScalingCoefficient.ROWS, coefficients)
        .add(ScalingPublished.ROWS, published)
        .add(ScalingBootstrap.ROWS, bootstraps)
        .add(ScalingIsoflop.ROWS, isoflops)
        .add(ScalingEnvelope.ROWS, envelopes)
        .add(ScalingOptimum.ROWS, optima)
        .add(ScalingExtrapolation.ROWS, extrapolations)
        .add(TimeScaling.ROWS, times);
  }
}
