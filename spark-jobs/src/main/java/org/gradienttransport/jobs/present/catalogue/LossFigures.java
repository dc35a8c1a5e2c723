package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.catalogue.Plot.Axis;
import org.gradienttransport.schemas.rows.AssociationResult;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.ScalingAssociation;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.vocabulary.Quantity;
import org.gradienttransport.schemas.vocabulary.Word;

/** A family's exponents of the loss beside its transport (METHOD-SCALING section 6). */
final class LossFigures {
  private static final String ABSENT =
      "This run has no losses of this family. Give 'performance' with a loss or a perplexity in the"
          + " family file.";

  private LossFigures() {}

  private static final Figure<FamilyRows> EXPONENTS =
      new Figure<FamilyRows>(
          "loss-exponents",
          "Exponent of the loss beside transport",
          "alpha_n, the slope of -ln L on ln N over the scales at each step, and D - 1, z and delta at"
              + " the same steps. No paper predicts a relation between them.",
          """
        select step, quantity, value, std_error, r2
        from (
          select step, concat('alpha_n, ', metric) as quantity, alpha_n as value, std_error, r2,
            1 as place
          from latest_loss_exponent_step
          where family = :family and status = 'ok'
          union all
          select step, case symbol when 'D' then 'D - 1' else symbol end,
            case symbol when 'D' then exponent - 1 else exponent end, std_error, r2,
            case symbol when 'D' then 2 when 'z' then 3 else 4 end
          from latest_stepwise_exponent
          where family = :family and field_kind = 'real' and status = 'ok'
            and symbol in ('D', 'z', 'delta')
            and step in (select step from latest_loss_exponent_step
              where family = :family and status = 'ok')) parts
        order by place, quantity, step""",
          LossFigures::exponents,
          rows -> rows.overTraining("value", "quantity", Axis.linear("exponent in N")),
          ABSENT);

  private static Answer exponents(FamilyRows rows) {
    Set<Long> steps =
        rows.lossExponents().stream().map(LossExponentStep::step).collect(toUnmodifiableSet());
    Stream<List<Object>> loss =
        rows.lossExponents().stream()
            .map(
                row ->
                    Answer.row(
                        row.step(),
                        "alpha_n, " + row.metric(),
                        row.alphaN(),
                        row.stdError(),
                        row.r2()))
            .sorted(DataOrder.by(1, 0));
    Stream<List<Object>> transport =
        TransportFigures.FITTED.stream()
            .flatMap(rows::realFits)
            .filter(row -> steps.contains(row.step()))
            .map(LossFigures::fit);
    return Answer.of(
        List.of("step", "quantity", "value", "std_error", "r2"), Stream.concat(loss, transport));
  }

  private static List<Object> fit(StepwiseExponent row) {
    Quantity exponent = row.observable().exponent();
    return Answer.row(
        row.step(),
        TransportFigures.name(exponent),
        TransportFigures.excess(exponent, row.law().exponent()),
        row.law().stdError(),
        row.law().r2());
  }

  private static final Figure<FamilyRows> TIME =
      new Figure<FamilyRows>(
          "loss-in-time",
          "Local exponent of time beside efficiency",
          "g(t) = -d ln(L - L_inf) / d ln tau of each scale, and v_rel of its field at the same step.",
          """
        select step, quantity, value, scale, metric
        from (
          select step, concat('g, ', scale) as quantity, gamma_local as value, scale, metric,
            1 as place
          from latest_time_exponent_step
          where family = :family and gamma_local is not null
          union all
          select step, concat('v_rel, ', scale), v_rel, scale, metric, 2
          from latest_time_exponent_step
          where family = :family and gamma_local is not null and v_rel is not null) parts
        order by place, quantity, step, metric""",
          LossFigures::time,
          rows ->
              rows.overTraining(
                  "value", "quantity", Axis.linear("g, and v_rel per relaxation step")),
          ABSENT);

  private static Answer time(FamilyRows rows) {
    DataOrder order = DataOrder.by(1, 0, 4);
    return Answer.of(
        List.of("step", "quantity", "value", "scale", "metric"),
        Stream.concat(
            rows.timeExponents().stream()
                .map(row -> timed(row, "g, ", row.gammaLocal()))
                .sorted(order),
            rows.timeExponents().stream()
                .filter(row -> row.vRel() != null)
                .map(row -> timed(row, "v_rel, ", row.vRel()))
                .sorted(order)));
  }

  private static List<Object> timed(TimeExponentStep row, String quantity, Double value) {
    return Answer.row(row.step(), quantity + row.scale(), value, row.scale(), row.metric());
  }

  private static final Figure<FamilyRows> ASSOCIATIONS =
      new Figure<FamilyRows>(
          "loss-bridge",
          "Transport and the exponents of the loss",
          "Pearson correlation over all steps, with its moving-block bootstrap interval; once both"
              + " sides were freed of the learning rate; and of first differences. Steps are"
              + " autocorrelated, and exponents that both drift correlate without any relation: only"
              + " the last two can speak of one.",
          """
        select pair, statistic, r, low, high, p, n
        from (
          select level, x, y, scale, concat(y, ' with ', x,
            case scale when 'all' then '' else concat(', ', scale) end) as pair, 1 as place,
            'raw' as statistic, pearson as r, boot_low as low, boot_high as high, p, n
          from latest_scaling_association
          where family = :family and scope = 'full' and status = 'ok'
          union all
          select level, x, y, scale, concat(y, ' with ', x,
            case scale when 'all' then '' else concat(', ', scale) end), 2,
            'LR-partial', partial_r, null, null, partial_p, n
          from latest_scaling_association
          where family = :family and scope = 'full' and status = 'ok'
          union all
          select level, x, y, scale, concat(y, ' with ', x,
            case scale when 'all' then '' else concat(', ', scale) end), 3,
            'first differences', diff_r, null, null, diff_p, n
          from latest_scaling_association
          where family = :family and scope = 'full' and status = 'ok') sides
        order by level, x, y, scale, place""",
          LossFigures::associations,
          rows -> Plot.intervals("pair", "r", "statistic", Axis.linear("correlation over steps")),
          ABSENT);

  private static Answer associations(FamilyRows rows) {
    return Answer.of(
        List.of("pair", "statistic", "r", "low", "high", "p", "n"),
        rows.lossAssociations().stream()
            .sorted(
                Comparator.comparing((ScalingAssociation row) -> row.level().word())
                    .thenComparing(ScalingAssociation::x)
                    .thenComparing(ScalingAssociation::y)
                    .thenComparing(ScalingAssociation::scale))
            .flatMap(LossFigures::sides));
  }

  private static Stream<List<Object>> sides(ScalingAssociation row) {
    String pair =
        row.y() + " with " + row.x() + (row.scale().equals(Word.ALL) ? "" : ", " + row.scale());
    AssociationResult of = row.result();
    return Stream.of(
        Answer.row(pair, "raw", of.pearson(), of.bootLow(), of.bootHigh(), of.p(), row.n()),
        Answer.row(pair, "LR-partial", of.partialR(), null, null, of.partialP(), row.n()),
        Answer.row(pair, "first differences", of.diffR(), null, null, of.diffP(), row.n()));
  }

  static final List<Figure<FamilyRows>> ALL = List.of(EXPONENTS, TIME, ASSOCIATIONS);
}
