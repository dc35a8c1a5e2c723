package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.gradienttransport.jobs.present.catalogue.FamilyRows.by;
import static org.gradienttransport.jobs.present.catalogue.FamilyRows.whole;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.FamilyRows.Steps;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.ContrastStatus;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.Observable;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.WindowName;
import org.gradienttransport.schemas.vocabulary.Word;

/** Real fields against the null controls (METHOD section 4). */
final class NullFigures {
  private static final String ABSENT =
      "This run has no null contrasts for this family: it was run without null controls, or too few"
          + " steps have all of them. Run with --nulls 1 or more.";

  private static final List<Quantity> EXPONENTS = List.of(Quantity.D, Quantity.Z, Quantity.DELTA);

  private static final List<WindowName> SPANS =
      List.of(WindowName.STABLE, WindowName.EARLY, WindowName.MID, WindowName.LATE);

  private NullFigures() {}

  private static final Figure<FamilyRows> DURATION =
      new Figure<FamilyRows>(
          "nulls",
          "Duration exponent beside its nulls",
          "z at each step of the real fields and of the first realisation of each null. What lies on"
              + " its null says nothing about training.",
          """
        select step, case field_kind when 'real' then 'real' else upper(field_kind) end as field,
          exponent as z, std_error
        from latest_stepwise_exponent
        where family = :family and symbol = 'z' and replicate = 0 and status = 'ok'
        order by case field_kind when 'real' then 'a' else field_kind end, step""",
          NullFigures::duration,
          rows -> rows.overTraining("z", "field", Axis.linear("z")),
          TransportFigures.NO_FITS);

  private static Answer duration(FamilyRows rows) {
    return Answer.of(
        List.of("step", "field", "z", "std_error"),
        rows.fits().stream()
            .filter(row -> row.observable() == Observable.DURATION)
            .filter(row -> row.realisation().replicate() == 0)
            .sorted(
                Comparator.comparing((StepwiseExponent row) -> row.realisation().fieldKind())
                    .thenComparing(StepwiseExponent::step))
            .map(
                row ->
                    Answer.row(
                        row.step(),
                        name(row.realisation().fieldKind()),
                        row.law().exponent(),
                        row.law().stdError())));
  }

  private static final Figure<FamilyRows> FLOORS =
      new Figure<FamilyRows>(
          "floors",
          "Exponents against their null floors",
          "Means over the stable window and over replicates; whiskers are one standard deviation over"
              + " steps. N0: Gaussian. N1: Gaussian with the field's mean and variance. N2: the field's"
              + " own values, permuted over the nodes.",
          """
        select case quantity when 'D' then 'D - 1' else quantity end as quantity,
          case field_kind when 'real' then 'real' else upper(field_kind) end as field,
          avg(case quantity when 'D' then mean - 1 else mean end) as mean,
          avg(case quantity when 'D' then mean - 1 else mean end) - avg(sd) as low,
          avg(case quantity when 'D' then mean - 1 else mean end) + avg(sd) as high,
          count(*) as replicates
        from latest_window_summary
        where family = :family and window_name = 'stable' and scale = 'all'
          and quantity in ('D', 'z', 'delta')
        group by quantity, field_kind
        order by case quantity when 'z' then 2 when 'delta' then 3 else 1 end,
          case field_kind when 'real' then 'a' else field_kind end""",
          NullFigures::floors,
          rows ->
              Plot.intervals(
                  "quantity",
                  "mean",
                  "field",
                  Axis.linear("exponent, mean over the stable window")),
          "No stable window was found, so there are no window means.");

  private static Answer floors(FamilyRows rows) {
    List<List<Object>> values = new ArrayList<>();
    for (Quantity quantity : EXPONENTS) {
      for (FieldKind kind : FieldKind.values()) {
        List<WindowSummary> of =
            rows.windows().stream()
                .filter(row -> row.quantity() == quantity && whole(row))
                .filter(row -> row.realisation().fieldKind() == kind)
                .toList();
        if (!of.isEmpty()) {
          values.add(floor(quantity, kind, of));
        }
      }
    }
    return Answer.of(
        List.of("quantity", "field", "mean", "low", "high", "replicates"), values.stream());
  }

  private static List<Object> floor(Quantity quantity, FieldKind kind, List<WindowSummary> rows) {
    Double mean = Averages.mean(rows, row -> TransportFigures.excess(quantity, row.mean()));
    Double sd = Averages.mean(rows, WindowSummary::sd);
    return Answer.row(
        TransportFigures.name(quantity),
        name(kind),
        mean,
        Averages.minus(mean, sd),
        Averages.plus(mean, sd),
        (long) rows.size());
  }

  private static String name(FieldKind kind) {
    return kind == FieldKind.REAL ? kind.word() : kind.word().toUpperCase(Locale.ROOT);
  }

  private static final Figure<FamilyRows> HIERARCHY =
      new Figure<FamilyRows>(
          "hierarchy",
          "Duration hierarchy",
          "Mean duration in relaxation steps by model size, over the stable window, of the real field"
              + " and its nulls. The order of the curves tells how much longer a relaxation lasts than"
              + " its null floor.",
          """
        select f.n, f.scale, case f.field_kind when 'real' then 'real' else upper(f.field_kind) end
          as field, avg(f.n_steps) as mean_n_steps, count(*) as fields
        from latest_field_transport f cross join (
          select min(from_step) as from_step, max(to_step) as to_step
          from latest_window_summary
          where family = :family and window_name = 'stable' and field_kind = 'real'
            and quantity = 'v_rel') w
        where f.family = :family and f.status = 'ok' and coalesce(f.aligned_step, f.step)
          between w.from_step and w.to_step
        group by f.n, f.scale, f.field_kind
        order by case f.field_kind when 'real' then 'a' else f.field_kind end, f.n""",
          NullFigures::hierarchy,
          rows ->
              Plot.lines(
                  "n", "mean_n_steps", "field", Axis.log("N, nodes"), Axis.linear("n_steps, mean")),
          "No field lies in a stable window.");

  private static Answer hierarchy(FamilyRows rows) {
    Optional<Steps> window = rows.window();
    Map<Sized, List<FieldTransport>> sizes =
        rows.usable().stream()
            .filter(row -> window.isPresent() && window.get().contain(row.alignedStep()))
            .collect(
                groupingBy(
                    row ->
                        new Sized(row.key().realisation().fieldKind(), row.n(), row.key().scale()),
                    LinkedHashMap::new,
                    toList()));
    return Answer.of(
        List.of("n", "scale", "field", "mean_n_steps", "fields"),
        sizes.entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Sized.AS_DRAWN))
            .map(
                of ->
                    Answer.row(
                        of.getKey().n(),
                        of.getKey().scale(),
                        name(of.getKey().kind()),
                        Averages.mean(
                            of.getValue(),
                            row -> row.cascade() == null ? null : row.cascade().nSteps()),
                        (long) of.getValue().size())));
  }

  /** Fields that have their duration in common, but for chance. */
  private record Sized(FieldKind kind, Long n, String scale) {
    static final Comparator<Sized> AS_DRAWN =
        Comparator.comparing(Sized::kind).thenComparing(by(Sized::n)).thenComparing(Sized::scale);
  }

  /** The three contrasts of each row below each other. */
  private static final String PARTS =
      """
      from (
        select family, scope, from_step, observable, scale, status, interval_method, steps,
          1 as place, 'total' as part, delta_total as value, delta_total_low as low,
          delta_total_high as high
        from latest_null_contrast
        union all
        select family, scope, from_step, observable, scale, status, interval_method, steps,
          2, 'distribution', delta_dist, delta_dist_low, delta_dist_high
        from latest_null_contrast
        union all
        select family, scope, from_step, observable, scale, status, interval_method, steps,
          3, 'assignment', delta_assign, delta_assign_low, delta_assign_high
        from latest_null_contrast) parts
      where family = :family and observable = 'z' and scale = 'all' and status = 'ok'
      """;

  private static final Figure<FamilyRows> CONTRAST =
      new Figure<FamilyRows>(
          "contrast",
          "Null-subtracted duration exponent over training",
          "Contrasts of z at each step: total = real - N0, distribution = N2 - N0, assignment ="
              + " real - N2. A single step has no interval.",
          "select from_step as step, part, value\n"
              + PARTS
              + "  and scope = 'step'\norder by place, step",
          NullFigures::contrast,
          rows -> rows.overTraining("value", "part", Axis.linear("difference of z")),
          ABSENT);

  private static Answer contrast(FamilyRows rows) {
    List<List<List<Object>>> steps =
        contrasts(rows)
            .filter(row -> row.scope() == WindowName.STEP)
            .sorted(by(NullContrast::fromStep))
            .map(NullFigures::parts)
            .toList();
    return Answer.of(
        List.of("step", "part", "value"),
        IntStream.range(0, 3)
            .boxed()
            .flatMap(part -> steps.stream().map(parts -> parts.get(part)))
            .map(part -> Answer.row(part.get(0), part.get(2), part.get(3))));
  }

  private static Stream<NullContrast> contrasts(FamilyRows rows) {
    return rows.contrasts().stream()
        .filter(row -> row.observable() == Quantity.Z && row.scale().equals(Word.ALL))
        .filter(row -> row.status() == ContrastStatus.OK);
  }

  /** The three contrasts of one row: first step, scope, part, value, low, high, method, steps. */
  private static List<List<Object>> parts(NullContrast row) {
    return List.of(
        part(row, "total", row.deltaTotal(), row.deltaTotalLow(), row.deltaTotalHigh()),
        part(row, "distribution", row.deltaDist(), row.deltaDistLow(), row.deltaDistHigh()),
        part(row, "assignment", row.deltaAssign(), row.deltaAssignLow(), row.deltaAssignHigh()));
  }

  private static List<Object> part(
      NullContrast row, String part, Double value, Double low, Double high) {
    return Answer.row(
        row.fromStep(), row.scope(), part, value, low, high, row.intervalMethod(), row.steps());
  }

  private static final Figure<FamilyRows> THIRDS =
      new Figure<FamilyRows>(
          "thirds",
          "Null-subtracted duration exponent by thirds of the window",
          "Contrasts of z as over training. Whiskers are the published intervals; where that of the"
              + " total holds zero, its parts say little.",
          "select scope as span, part, value, low, high, interval_method, steps\n"
              + PARTS
              + """
              and scope in ('stable', 'early', 'mid', 'late')
            order by case scope when 'stable' then 1 when 'early' then 2 when 'mid' then 3 else 4 end,
              place""",
          NullFigures::thirds,
          rows -> Plot.intervals("span", "value", "part", Axis.linear("difference of z")),
          ABSENT);

  private static Answer thirds(FamilyRows rows) {
    return Answer.of(
        List.of("span", "part", "value", "low", "high", "interval_method", "steps"),
        contrasts(rows)
            .filter(row -> SPANS.contains(row.scope()))
            .sorted(Comparator.comparing(row -> SPANS.indexOf(row.scope())))
            .flatMap(row -> parts(row).stream())
            .map(part -> part.subList(1, part.size())));
  }

  static final List<Figure<FamilyRows>> ALL =
      List.of(FLOORS, HIERARCHY, DURATION, CONTRAST, THIRDS);
}
