package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.aggregate.BaselineSign;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.RobustnessVariance;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.schemas.vocabulary.Quantity;

/** Whether a family's regime, and the order of several families, survive other probes. */
public final class RobustnessNarrative {
  private static final String CHANGES = RobustnessChange.ROWS.name();
  private static final String SUMMARIES = RobustnessSummary.ROWS.name();
  private static final String VARIANCES = RobustnessVariance.ROWS.name();
  private static final String SIGNED = "%+.3f";

  private RobustnessNarrative() {}

  /** Of one family; nothing where the run has no variations of it. */
  static Optional<Sentence> of(FamilyRows rows) {
    List<RobustnessChange> excess =
        rows.changes().stream()
            .filter(row -> row.quantity() == Quantity.Z_MINUS_Z_N0 && row.change() != null)
            .toList();
    if (excess.isEmpty()) {
      return Optional.empty();
    }
    String family = rows.family();
    List<String> turned =
        excess.stream().filter(row -> !row.signKept()).map(RobustnessFigures::label).toList();
    BaselineSign sign = BaselineSign.of(rows.robustness(), rows.changes());
    Sentence text =
        start(sign, family)
            .count(excess.size() - turned.size(), CHANGES, family, "sign_kept")
            .words(" of ")
            .count(excess.size(), CHANGES, family, "rows")
            .words(" variations");
    text.words(turned.isEmpty() ? "" : " (not under " + String.join(", ", turned) + ")");
    text.words(sign.unmeasuredText());
    largest(rows, text);
    graphs(rows, text);
    return Optional.of(text.words("."));
  }

  /** Says that the baseline's sign may be noise, before variations that keep it are counted. */
  private static Sentence start(BaselineSign sign, String family) {
    if (sign.summary().isEmpty()) {
      return Sentence.of("Under other choices of the probe z minus z of N0 keeps its sign in ");
    }
    RobustnessSummary row = sign.summary().get();
    return Sentence.of("At the ")
        .count(row.steps(), SUMMARIES, family, "steps")
        .words(" steps of its variations z minus z of N0 cannot be told from 0 (")
        .number(SIGNED, row.baselineMean(), SUMMARIES, family, "baseline_mean")
        .words("), so chance decides its sign. Under other choices of the probe it keeps that in ");
  }

  private static void largest(FamilyRows rows, Sentence text) {
    rows.robustness().stream()
        .filter(row -> row.factor() == ProbeFactor.ALL)
        .filter(row -> row.quantity() == Quantity.Z_MINUS_Z_N0 && row.largestChange() != null)
        .findFirst()
        .ifPresent(
            row -> {
              text.words("; the largest change from ")
                  .number(SIGNED, row.baselineMean(), SUMMARIES, row.family(), "baseline_mean")
                  .words(" is ")
                  .number(SIGNED, row.largestChange(), SUMMARIES, row.family(), "largest_change")
                  .words(", under " + row.largestChangeAt());
              if (row.largestChangeInSd() != null) {
                text.words(", ")
                    .number(
                        "%.1f",
                        Math.abs(row.largestChangeInSd()),
                        SUMMARIES,
                        row.family(),
                        "largest_change_in_sd")
                    .words(" standard deviations of the baseline over steps");
              }
            });
  }

  private static void graphs(FamilyRows rows, Sentence text) {
    rows.variances().stream()
        .filter(row -> row.graphShare() != null)
        .findFirst()
        .ifPresent(
            row ->
                text.words("; the graph's seed makes ")
                    .number(
                        "%.0f %%",
                        100 * row.graphShare(), VARIANCES, row.family(), "graph_share, in per cent")
                    .words(" of the variance of z"));
  }

  /**
   * Whether the order of families by z minus z of N0 is the baseline's under every variation that
   * all of them were measured under; nothing for fewer than two such families.
   */
  public static Optional<Sentence> comparing(List<FamilyRows> families) {
    List<RobustnessChange> all =
        families.stream()
            .flatMap(rows -> rows.changes().stream())
            .filter(row -> row.quantity() == Quantity.Z_MINUS_Z_N0 && row.change() != null)
            .filter(row -> row.fieldKind() == FieldKind.REAL)
            .toList();
    long count = all.stream().map(RobustnessChange::family).distinct().count();
    if (count < 2) {
      return Optional.empty();
    }
    Map<String, List<RobustnessChange>> variations =
        new TreeMap<>(all.stream().collect(groupingBy(RobustnessFigures::label)));
    variations.values().removeIf(rows -> rows.size() < count);
    if (variations.isEmpty()) {
      return Optional.of(
          Sentence.of(
              "No variation of the probe was measured of all families, so nothing is said"
                  + " of whether their order survives one."));
    }
    List<String> turned = new ArrayList<>();
    variations.forEach(
        (label, rows) -> {
          if (!order(rows, RobustnessChange::mean)
              .equals(order(rows, RobustnessChange::baselineMean))) {
            turned.add(label);
          }
        });
    return Optional.of(order(variations, turned));
  }

  private static Sentence order(
      Map<String, List<RobustnessChange>> variations, List<String> turned) {
    String order =
        String.join(
            " < ", order(variations.values().iterator().next(), RobustnessChange::baselineMean));
    Sentence text =
        Sentence.of("By z minus z of N0 the families' order is " + order + "; it is the same in ")
            .count(variations.size() - turned.size(), CHANGES, "all families", "order")
            .words(" of ")
            .count(variations.size(), CHANGES, "all families", "variations")
            .words(" variations of the probe that all of them were measured under");
    return text.words(
        turned.isEmpty() ? "." : ", and not under " + String.join(", ", turned) + ".");
  }

  /** Names of families, the smallest value first. */
  private static List<String> order(
      List<RobustnessChange> rows, java.util.function.ToDoubleFunction<RobustnessChange> value) {
    return rows.stream()
        .sorted(Comparator.comparingDouble(value).thenComparing(RobustnessChange::family))
        .map(RobustnessChange::family)
        .collect(Collectors.toList());
  }
}
