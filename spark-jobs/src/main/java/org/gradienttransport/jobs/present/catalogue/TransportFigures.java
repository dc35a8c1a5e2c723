package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.gradienttransport.jobs.present.catalogue.FamilyRows.by;
import static org.gradienttransport.jobs.present.catalogue.FamilyRows.whole;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.FamilyRows.Steps;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;

/** Transport over training: efficiency, exponents, how well one power law fits, profiles. */
final class TransportFigures {
  static final String STEP = "training step";
  static final String NO_FITS = "No step of this family has a fit, so there is nothing to draw.";

  /** What an exponent is called where all are drawn as zero without dependence on N. */
  static String name(Quantity exponent) {
    return exponent == Quantity.D ? exponent.word() + " - 1" : exponent.word();
  }

  /** The number that is drawn under that name; null where there is none. */
  static Double excess(Quantity exponent, Double value) {
    return exponent == Quantity.D ? Averages.minus(value, 1.0) : value;
  }

  /** What is fitted and drawn, in this order. */
  static final List<Observable> FITTED =
      List.of(Observable.SIZE, Observable.DURATION, Observable.INTENSIVE);

  private static final List<Quantity> SUMMARISED =
      List.of(Quantity.D, Quantity.Z, Quantity.BETA, Quantity.DELTA, Quantity.CV_V_REL);

  private TransportFigures() {}

  private static final Figure<FamilyRows> EFFICIENCY =
      new Figure<FamilyRows>(
          "v-rel",
          "Intensive transport efficiency by scale",
          "v_rel = s / (N n_steps) of the real field, one curve per model size. The shaded stretch is"
              + " the stable window all means are taken over.",
          """
        select coalesce(aligned_step, step) as step, scale, n, v_rel
        from latest_field_transport
        where family = :family and field_kind = 'real' and status = 'ok'
        order by n, scale, step""",
          TransportFigures::efficiency,
          rows -> rows.overTraining("v_rel", "scale", Axis.linear("v_rel, 1 per relaxation step")),
          "No field of this family was measured.");

  private static Answer efficiency(FamilyRows rows) {
    return Answer.of(
        List.of("step", "scale", "n", "v_rel"),
        rows.usableReal().stream()
            .sorted(
                by(FieldTransport::n)
                    .thenComparing(row -> row.key().scale())
                    .thenComparing(FieldTransport::alignedStep))
            .map(
                row ->
                    Answer.row(
                        row.alignedStep(),
                        row.key().scale(),
                        row.n(),
                        row.cascade() == null ? null : row.cascade().vRel())));
  }

  private static final Figure<FamilyRows> SUMMARY =
      new Figure<FamilyRows>(
          "summary",
          "Five quantities over the stable window",
          "Mean over steps; whiskers are one standard deviation over steps, not a confidence"
              + " interval. cv_v_rel is the coefficient of variation of v_rel between scales, a single"
              + " number.",
          """
        select quantity, 'window mean' as statistic, mean, mean - sd as low, mean + sd as high,
          median, count
        from latest_window_summary
        where family = :family and window_name = 'stable' and field_kind = 'real'
          and scale = 'all' and quantity in ('D', 'z', 'beta', 'delta', 'cv_v_rel')
        order by case quantity when 'D' then 1 when 'z' then 2 when 'beta' then 3
          when 'delta' then 4 else 5 end""",
          TransportFigures::summary,
          rows ->
              Plot.intervals(
                  "quantity",
                  "mean",
                  "statistic",
                  Axis.linear("exponent, or coefficient of variation")),
          "No stable window was found, so there are no window means.");

  private static Answer summary(FamilyRows rows) {
    return Answer.of(
        List.of("quantity", "statistic", "mean", "low", "high", "median", "count"),
        rows.windows().stream()
            .filter(row -> row.realisation().isReal() && whole(row))
            .filter(row -> SUMMARISED.contains(row.quantity()))
            .sorted(Comparator.comparing(row -> SUMMARISED.indexOf(row.quantity())))
            .map(
                row ->
                    Answer.row(
                        row.quantity(),
                        "window mean",
                        row.mean(),
                        Averages.minus(row.mean(), row.sd()),
                        Averages.plus(row.mean(), row.sd()),
                        row.median(),
                        row.count())));
  }

  private static final Figure<FamilyRows> EXPONENTS =
      new Figure<FamilyRows>(
          "exponents",
          "Exponents over training",
          "Dots are the fits at each step, curves their rolling medians over 11 steps, centred. D - 1"
              + " stands for D so that all three share an axis; zero means no dependence on N.",
          """
        with fits as (
          select step, symbol, case symbol when 'D' then exponent - 1 else exponent end as value,
            std_error, row_number() over (partition by symbol order by step) as place
          from latest_stepwise_exponent
          where family = :family and field_kind = 'real' and status = 'ok'
            and symbol in ('D', 'z', 'delta'))
        select f.step, case f.symbol when 'D' then 'D - 1' else f.symbol end as quantity, f.value,
          f.std_error, median(m.value) as rolling_median
        from fits f join fits m
        on f.symbol = m.symbol and m.place between f.place - 5 and f.place + 5
        group by f.step, f.symbol, f.value, f.std_error
        order by case f.symbol when 'D' then 1 when 'z' then 2 else 3 end, f.step""",
          TransportFigures::exponents,
          rows ->
              rows.overTraining("value", "quantity", Axis.linear("exponent"))
                  .smoothedBy("rolling_median"),
          NO_FITS);

  private static Answer exponents(FamilyRows rows) {
    return Answer.of(
        List.of("step", "quantity", "value", "std_error", "rolling_median"),
        FITTED.stream().flatMap(observable -> exponents(rows, observable)));
  }

  private static Stream<List<Object>> exponents(FamilyRows rows, Observable observable) {
    List<StepwiseExponent> fits = rows.realFits(observable).toList();
    List<Double> values =
        fits.stream().map(row -> excess(observable.exponent(), row.law().exponent())).toList();
    return IntStream.range(0, fits.size())
        .mapToObj(
            i ->
                Answer.row(
                    fits.get(i).step(),
                    name(observable.exponent()),
                    values.get(i),
                    fits.get(i).law().stdError(),
                    Averages.rollingMedian(values, i)));
  }

  private static final Figure<FamilyRows> QUALITY =
      new Figure<FamilyRows>(
          "r2",
          "How well one power law fits, over training",
          "Coefficient of determination of each step's fits of size (D), duration (z) and intensive"
              + " efficiency (delta); curves are rolling medians over 11 steps. Null where all"
              + " observations are equal.",
          """
        with fits as (
          select step, observable, r2,
            row_number() over (partition by observable order by step) as place
          from latest_stepwise_exponent
          where family = :family and field_kind = 'real' and status = 'ok' and r2 is not null
            and observable in ('size', 'duration', 'intensive'))
        select f.step, case f.observable when 'size' then 'R2 of D'
          when 'duration' then 'R2 of z' else 'R2 of delta' end as fit, f.r2,
          median(m.r2) as rolling_median
        from fits f join fits m
        on f.observable = m.observable and m.place between f.place - 5 and f.place + 5
        group by f.step, f.observable, f.r2
        order by case f.observable when 'size' then 1 when 'duration' then 2 else 3 end, f.step""",
          TransportFigures::quality,
          rows -> rows.overTraining("r2", "fit", Axis.linear("R2")).smoothedBy("rolling_median"),
          NO_FITS);

  private static Answer quality(FamilyRows rows) {
    return Answer.of(
        List.of("step", "fit", "r2", "rolling_median"),
        FITTED.stream().flatMap(observable -> quality(rows, observable)));
  }

  private static Stream<List<Object>> quality(FamilyRows rows, Observable observable) {
    List<StepwiseExponent> fits =
        rows.realFits(observable).filter(row -> row.law().r2() != null).toList();
    List<Double> values = fits.stream().map(row -> row.law().r2()).toList();
    return IntStream.range(0, fits.size())
        .mapToObj(
            i ->
                Answer.row(
                    fits.get(i).step(),
                    "R2 of " + observable.symbol(),
                    values.get(i),
                    Averages.rollingMedian(values, i)));
  }

  private static final Figure<FamilyRows> MAP =
      new Figure<FamilyRows>(
          "map",
          "Organisation map",
          "Each mark is one training step: how well a power law in N describes duration (across) and"
              + " intensive efficiency (up). Top right: compressible in both.",
          """
        select c.step, c.r2_duration, c.r2_intensive, c.r2_size,
          case when c.step between w.from_step and w.to_step then 'in the stable window'
            else 'outside it' end as place
        from latest_compressibility c cross join (
          select min(from_step) as from_step, max(to_step) as to_step
          from latest_window_summary
          where family = :family and window_name = 'stable' and field_kind = 'real'
            and quantity = 'v_rel') w
        where c.family = :family and c.field_kind = 'real'
          and c.r2_duration is not null and c.r2_intensive is not null
        order by place, c.step""",
          TransportFigures::map,
          rows ->
              Plot.scatter(
                  "r2_duration",
                  "r2_intensive",
                  "place",
                  "step",
                  Axis.linear("R2 of z"),
                  Axis.linear("R2 of delta")),
          NO_FITS);

  private static Answer map(FamilyRows rows) {
    Optional<Steps> window = rows.window();
    Predicate<Compressibility> inside =
        row -> window.isPresent() && window.get().contain(row.step());
    return Answer.of(
        List.of("step", "r2_duration", "r2_intensive", "r2_size", "place"),
        rows.compressibility().stream()
            .filter(row -> row.r2Duration() != null && row.r2Intensive() != null)
            .sorted(
                Comparator.comparing((Compressibility row) -> !inside.test(row))
                    .thenComparing(Compressibility::step))
            .map(
                row ->
                    Answer.row(
                        row.step(),
                        row.r2Duration(),
                        row.r2Intensive(),
                        row.r2Size(),
                        inside.test(row) ? "in the stable window" : "outside it")));
  }

  private static final Figure<FamilyRows> PROFILES =
      new Figure<FamilyRows>(
          "profile",
          "Relaxation profile",
          "Share of nodes active in each relaxation step, abs(A_l) / N, mean over the steps of the"
              + " stable window; a field that has settled counts as zero. By construction a tenth of"
              + " the nodes is active at first.",
          """
        select f.scale, f.n, f.l, sum(f.active) / (f.n * m.fields) as active_share
        from (
          select scale, n, generate_subscripts(active_counts, 1) - 1 as l,
            unnest(active_counts) as active
          from latest_field_transport
          where family = :family and field_kind = 'real' and status = 'ok'
            and coalesce(aligned_step, step) between (select min(from_step) from latest_window_summary
              where family = :family and window_name = 'stable' and quantity = 'v_rel')
            and (select max(to_step) from latest_window_summary
              where family = :family and window_name = 'stable' and quantity = 'v_rel')) f
        join (
          select scale, count(*) as fields
          from latest_field_transport
          where family = :family and field_kind = 'real' and status = 'ok'
            and coalesce(aligned_step, step) between (select min(from_step) from latest_window_summary
              where family = :family and window_name = 'stable' and quantity = 'v_rel')
            and (select max(to_step) from latest_window_summary
              where family = :family and window_name = 'stable' and quantity = 'v_rel')
          group by scale) m on f.scale = m.scale
        group by f.scale, f.n, f.l, m.fields
        order by f.n, f.scale, f.l""",
          TransportFigures::profiles,
          rows ->
              Plot.lines(
                  "l",
                  "active_share",
                  "scale",
                  Axis.linear("relaxation step l"),
                  Axis.log("active share of nodes")),
          "No field lies in a stable window.");

  static final List<Figure<FamilyRows>> ALL =
      List.of(EFFICIENCY, SUMMARY, EXPONENTS, QUALITY, MAP, PROFILES);

  private static Answer profiles(FamilyRows rows) {
    Optional<Steps> window = rows.windowOfAllKinds();
    Map<String, List<FieldTransport>> scales =
        rows.usableReal().stream()
            .filter(row -> window.isPresent() && window.get().contain(row.alignedStep()))
            .collect(groupingBy(row -> row.key().scale(), TreeMap::new, toList()));
    return Answer.of(
        List.of("scale", "n", "l", "active_share"),
        scales.values().stream()
            .flatMap(fields -> profiles(fields).stream())
            .sorted(by(Profile::n).thenComparing(Profile::scale))
            .flatMap(Profile::rows));
  }

  /** One profile for each size, of which a scale has one. */
  private static List<Profile> profiles(List<FieldTransport> fields) {
    List<Profile> profiles = new ArrayList<>();
    for (Long n : new LinkedHashSet<>(fields.stream().map(FieldTransport::n).toList())) {
      List<Long> active = new ArrayList<>();
      for (FieldTransport field : fields) {
        if (Objects.equals(field.n(), n) && field.cascade() != null) {
          add(active, field.cascade().activeCounts());
        }
      }
      profiles.add(new Profile(fields.get(0).key().scale(), n, active, fields.size()));
    }
    return profiles;
  }

  private static void add(List<Long> sums, List<Long> counts) {
    for (int l = 0; l < counts.size(); l++) {
      if (l == sums.size()) {
        sums.add(counts.get(l));
      } else {
        sums.set(l, sums.get(l) + counts.get(l));
      }
    }
  }

  /**
   * Activity over the relaxation steps.
   *
   * @param active nodes active at each relaxation step, summed over the fields
   */
  private record Profile(String scale, Long n, List<Long> active, long fields) {
    Stream<List<Object>> rows() {
      return IntStream.range(0, active.size())
          .mapToObj(
              l ->
                  Answer.row(
                      scale, n, l, n == null ? null : (double) active.get(l) / (n * fields)));
    }
  }
}
