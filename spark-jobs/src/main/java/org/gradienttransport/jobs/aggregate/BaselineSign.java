package org.gradienttransport.jobs.aggregate;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.TInterval;

/**
 * What there is to know before a sign is said to be kept [ours]: whether the baseline has one, and
 * how many variations could not be asked.
 *
 * @param summary of z minus z of N0 over all factors, where the baseline's cannot be told from 0
 * @param unmeasured variations without a value, as factor=level
 */
public record BaselineSign(Optional<RobustnessSummary> summary, List<String> unmeasured) {
  public BaselineSign {
    unmeasured = List.copyOf(unmeasured);
  }

  /** What the rows of one family say of the baseline's sign. */
  public static BaselineSign of(
      Collection<RobustnessSummary> summaries, Collection<RobustnessChange> changes) {
    return new BaselineSign(
        summaries.stream()
            .filter(row -> row.factor() == ProbeFactor.ALL && row.fieldKind() == FieldKind.REAL)
            .filter(row -> row.quantity() == Quantity.Z_MINUS_Z_N0)
            .filter(BaselineSign::unknown)
            .findFirst(),
        changes.stream()
            .filter(row -> row.quantity() == Quantity.Z_MINUS_Z_N0)
            .filter(row -> row.fieldKind() == FieldKind.REAL && row.signKept() == null)
            .map(row -> row.factor().word() + "=" + row.level())
            .toList());
  }

  /**
   * Whether 0 lies in Student's interval of the baseline's mean. It takes steps for independent, so
   * it is rather too narrow: what it calls unknown is unknown.
   */
  private static boolean unknown(RobustnessSummary row) {
    if (row.baselineMean() == null || row.baselineSd() == null || row.steps() < 2) {
      return row.baselineMean() != null;
    }
    double error = row.baselineSd() / Math.sqrt((double) row.steps());
    Interval interval = TInterval.around(row.baselineMean(), error, (int) row.steps() - 1);
    return interval.low() <= 0 && 0 <= interval.high();
  }

  /** Which variations could not be measured, to end a sentence with; empty where all were. */
  public String unmeasuredText() {
    return unmeasured.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "; %d more could not be measured: %s",
            unmeasured.size(),
            String.join(", ", unmeasured));
  }
}
