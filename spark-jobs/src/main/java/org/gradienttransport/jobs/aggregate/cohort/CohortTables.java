package org.gradienttransport.jobs.aggregate.cohort;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CohortStep;
import org.gradienttransport.schemas.rows.CohortSummary;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.CohortStatus;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.TInterval;

/** Rows of cohort_summary and cohort_step, from the tables of the members. */
public final class CohortTables {
  private final Cohort cohort;
  private final Rows rows;
  private final Optional<String> difference;

  private CohortTables(Cohort cohort, Rows rows) {
    this.cohort = cohort;
    this.rows = rows;
    this.difference = cohort.difference(rows);
  }

  /** Rows of cohort_summary of all cohorts. */
  public static List<CohortSummary> summaries(List<Cohort> cohorts, Rows rows) {
    return cohorts.stream()
        .flatMap(cohort -> new CohortTables(cohort, rows).summaries().stream())
        .toList();
  }

  /** Rows of cohort_step of all cohorts. */
  public static List<CohortStep> steps(List<Cohort> cohorts, Rows rows) {
    return cohorts.stream()
        .flatMap(cohort -> new CohortTables(cohort, rows).steps().stream())
        .toList();
  }

  /** What is summarised, over which part of the window. */
  private record Part(WindowName window, Quantity quantity, String scale) {
    private static final Comparator<Part> ORDER =
        Comparator.comparing(Part::window).thenComparing(Part::quantity).thenComparing(Part::scale);

    static Part of(WindowSummary row) {
      return new Part(row.windowName(), row.quantity(), row.scale());
    }
  }

  private List<CohortSummary> summaries() {
    TreeMap<Part, List<WindowSummary>> parts =
        rows.of(WindowSummary.ROWS).stream()
            .filter(row -> cohort.members().containsKey(row.family()))
            .filter(row -> row.realisation().isReal())
            .collect(groupingBy(Part::of, () -> new TreeMap<>(Part.ORDER), toList()));
    List<CohortSummary> summaries = new ArrayList<>();
    parts.forEach((part, members) -> summaries.add(summary(part, members)));
    return summaries;
  }

  private CohortSummary summary(Part part, List<WindowSummary> all) {
    List<WindowSummary> members =
        difference.isPresent()
            ? List.of()
            : all.stream()
                .filter(row -> row.mean() != null)
                .sorted(Comparator.comparing(WindowSummary::family))
                .toList();
    Spread spread = Spread.of(members.stream().map(WindowSummary::mean).toList());
    double[] within =
        members.stream()
            .map(WindowSummary::sd)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    Double withinSd =
        within.length == members.size() && within.length > 0
            ? (Double) StatUtils.mean(within)
            : null;
    Optional<WindowSummary> smallest =
        members.stream().min(Comparator.comparing(WindowSummary::mean));
    Optional<WindowSummary> largest =
        members.stream().max(Comparator.comparing(WindowSummary::mean));
    CohortStatus status = status(members.size());
    return new CohortSummary(
        cohort.name(),
        part.window(),
        part.quantity(),
        part.scale(),
        members.size(),
        members.stream().map(WindowSummary::family).toList(),
        spread.mean(),
        spread.sd(),
        spread.low(),
        spread.high(),
        spread.level(),
        withinSd,
        ratio(spread.sd(), withinSd),
        smallest.map(WindowSummary::mean).orElse(null),
        smallest.map(row -> cohort.members().get(row.family())).orElse(null),
        largest.map(WindowSummary::mean).orElse(null),
        largest.map(row -> cohort.members().get(row.family())).orElse(null),
        status,
        message(status));
  }

  private static Double ratio(Double between, Double within) {
    return between == null || within == null || within == 0 ? null : (Double) (between / within);
  }

  /** Mean, deviation and interval over members; null where there are too few for it. */
  private record Spread(Double mean, Double sd, Double low, Double high, Double level) {
    static Spread of(List<Double> members) {
      double[] values = members.stream().mapToDouble(Double::doubleValue).toArray();
      if (values.length == 0) {
        return new Spread(null, null, null, null, null);
      }
      if (values.length == 1) {
        return new Spread(values[0], null, null, null, null);
      }
      Interval interval = TInterval.ofMean(values);
      return new Spread(
          StatUtils.mean(values),
          Math.sqrt(StatUtils.variance(values)),
          interval.low(),
          interval.high(),
          Interval.LEVEL);
    }
  }

  private CohortStatus status(int members) {
    if (difference.isPresent()) {
      return CohortStatus.NOT_ALIKE;
    }
    return switch (members) {
      case 0 -> CohortStatus.NO_VALUES;
      case 1 -> CohortStatus.TOO_FEW_MEMBERS;
      default -> CohortStatus.OK;
    };
  }

  private String message(CohortStatus status) {
    return switch (status) {
      case OK -> null;
      case NOT_ALIKE -> difference.orElseThrow();
      case NO_VALUES -> "No member has a value here; its own tables say why.";
      case TOO_FEW_MEMBERS ->
          "One member alone has a value here, and an interval needs two; run the cohort's other"
              + " members, too.";
    };
  }

  /** One exponent at one step. */
  private record Place(long step, Observable observable) {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::step).thenComparing(Place::observable);

    static Place of(StepwiseExponent row) {
      return new Place(row.step(), row.observable());
    }
  }

  private List<CohortStep> steps() {
    TreeMap<Place, List<StepwiseExponent>> places =
        rows.of(StepwiseExponent.ROWS).stream()
            .filter(row -> cohort.members().containsKey(row.family()))
            .filter(row -> row.realisation().isReal())
            .sorted(Comparator.comparing(StepwiseExponent::family))
            .collect(groupingBy(Place::of, () -> new TreeMap<>(Place.ORDER), toList()));
    List<CohortStep> steps = new ArrayList<>();
    places.forEach((place, members) -> steps.add(step(place, members)));
    return steps;
  }

  private CohortStep step(Place place, List<StepwiseExponent> all) {
    List<Double> exponents =
        difference.isPresent()
            ? List.of()
            : all.stream()
                .filter(row -> row.status() == FitStatus.OK)
                .map(row -> row.law().exponent())
                .toList();
    Spread spread = Spread.of(exponents);
    CohortStatus status = status(exponents.size());
    return new CohortStep(
        cohort.name(),
        place.step(),
        place.observable(),
        place.observable().symbol(),
        spread.mean(),
        spread.sd(),
        spread.low(),
        spread.high(),
        spread.level(),
        exponents.size(),
        status,
        message(status));
  }
}
