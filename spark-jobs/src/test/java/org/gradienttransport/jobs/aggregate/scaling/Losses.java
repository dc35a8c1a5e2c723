package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.gradienttransport.jobs.conf.study.Bootstrap;
import org.gradienttransport.jobs.conf.study.HeldOut;
import org.gradienttransport.jobs.conf.study.LawRequest;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.conf.study.TimeFits;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;

/** Losses made up for tests, and what is to be fitted to them. */
final class Losses {
  /** Hoffmann et al.'s printed law. */
  static final DoubleBinaryOperator LAW =
      (n, d) -> 1.69 + 406.4 * StrictMath.pow(n, -0.34) + 410.7 * StrictMath.pow(d, -0.28);

  static final LawRequest CHINCHILLA = new LawRequest(LawForm.CHINCHILLA, LawVariables.N_D);

  private Losses() {}

  static double[] sizes() {
    return new double[] {1e8, 3e8, 1e9, 3e9, 1e10};
  }

  static double[] tokens() {
    return new double[] {3e9, 1e10, 3e10, 1e11, 3e11};
  }

  /** One run of each size and number of tokens. */
  static List<ScalingRun> grid(double[] sizes, double[] tokens, DoubleBinaryOperator loss) {
    List<ScalingRun> rows = new ArrayList<>();
    for (double n : sizes) {
      for (double d : tokens) {
        rows.add(row("n" + n + "-d" + d, 0, n, d, loss.applyAsDouble(n, d)));
      }
    }
    return rows;
  }

  static ScalingRun row(String run, int ordinal, double n, Double d, double loss) {
    return row(run, ordinal, n, ParamsKind.TOTAL, d, ScheduleState.FINAL, loss);
  }

  static ScalingRun row(
      String run,
      int ordinal,
      double n,
      ParamsKind kind,
      Double d,
      ScheduleState state,
      double loss) {
    return new ScalingRun(
        new ScalingRun.RunKey("made-up", "all", run, ordinal),
        new ScalingRun.Size(n, kind),
        new ScalingRun.Effort(
            d,
            d == null ? null : (Long) (long) (d / 1e6),
            1e6,
            d == null ? null : (Double) (6 * n * d),
            FlopsKind.SIX_ND,
            state,
            null,
            null),
        new ScalingRun.Loss(loss, null, null, null),
        "made-up",
        ScalingRunStatus.OK,
        null,
        null);
  }

  /** Fits without replicates. */
  static StudyFits fits(List<LawRequest> laws, Approach... approaches) {
    return fits(laws, 0, false, approaches);
  }

  static StudyFits fits(
      List<LawRequest> laws, int replicates, boolean allowDecaying, Approach... approaches) {
    return fits(laws, replicates, allowDecaying, null, approaches);
  }

  static StudyFits fits(
      List<LawRequest> laws,
      int replicates,
      boolean allowDecaying,
      CriticalBatch batch,
      Approach... approaches) {
    return new StudyFits(
        laws,
        List.of(approaches),
        ObjectiveKind.HUBER_LOG,
        List.of(1e-3),
        StudyFits.Starts.DEFAULT,
        new Bootstrap(replicates, 42, Bootstrap.Rule.CASES),
        HeldOut.DEFAULT,
        TimeFits.NOTHING,
        List.of(),
        allowDecaying,
        batch);
  }

  static MeasuredStudy study(List<ScalingRun> rows, StudyFits fits) {
    return new MeasuredStudy("made-up", fits, List.of(), ScalingRun.ROWS.sorted(rows));
  }
}
