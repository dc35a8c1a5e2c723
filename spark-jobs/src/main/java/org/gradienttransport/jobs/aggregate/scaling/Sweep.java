package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.jobs.conf.study.Bootstrap;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.plan.store.StoredFit;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.TokensKind;
import org.gradienttransport.udfs.scaling.optimum.ComputeExponents;
import org.gradienttransport.udfs.scaling.optimum.DrawRule;
import org.gradienttransport.udfs.scaling.optimum.Envelope;
import org.gradienttransport.udfs.scaling.optimum.EnvelopePoint;
import org.gradienttransport.udfs.scaling.optimum.IsoFlop;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopProfile;
import org.gradienttransport.udfs.scaling.optimum.IsoFlopRule;
import org.gradienttransport.udfs.scaling.optimum.SweepRow;
import org.gradienttransport.udfs.scaling.optimum.TokensRule;
import org.gradienttransport.udfs.scaling.optimum.Vertex;

/** Approach 1 or 2 on one series: the optima of the sweep itself, without a law of the loss. */
final class Sweep {
  /** Parameters of a power of compute. */
  private static final int K = 2;

  private final LawKey key;
  private final RowChoice choice;
  private final StudyFits fits;
  private final TokensRule tokens;
  private final String hash;
  private final Found found;

  /**
   * What the rows say.
   *
   * @param points what the power of compute was put through
   * @param runs trained models that these are of
   */
  private record Found(
      LawStatus status,
      String message,
      int points,
      int runs,
      Optional<ComputeExponents> exponents,
      List<EnvelopePoint> envelope,
      List<IsoFlopProfile> profiles) {
    static Found refused(String message) {
      return new Found(LawStatus.REFUSED, message, 0, 0, Optional.empty(), List.of(), List.of());
    }
  }

  /**
   * @param approach 1 or 2
   */
  Sweep(
      String source,
      String series,
      Approach approach,
      RowChoice choice,
      StudyFits fits,
      FitData data) {
    this.key =
        new LawKey(
            source, series, approach, LawForm.POWER, LawVariables.C, ObjectiveKind.LSQ_LOG, 0.0);
    this.choice = choice;
    this.fits = fits;
    FlopsKind kind = LawTask.first(choice.rows(), row -> row.effort().flopsKind());
    this.tokens = kind == FlopsKind.SIX_ND ? TokensRule.SIX_ND : TokensRule.MEASURED;
    List<SweepRow> rows =
        choice.rows().stream()
            .map(
                row ->
                    new SweepRow(
                        row.key().run(),
                        row.size().params(),
                        row.effort().tokens(),
                        row.effort().flops(),
                        row.measured().loss()))
            .toList();
    this.found = choice.mixed().isEmpty() ? found(approach, rows) : Found.refused(choice.mixed());
    this.hash = found.exponents().isPresent() ? data.add(rows) : "";
  }

  /** How parabolas are fitted. */
  static IsoFlopRule rule(TokensRule tokens) {
    return new IsoFlopRule(IsoFlopRule.DEFAULT.halfWidth(), tokens);
  }

  private Found found(Approach approach, List<SweepRow> rows) {
    try {
      return approach == Approach.ENVELOPE ? envelope(rows) : isoFlop(rows);
    } catch (IllegalArgumentException e) {
      // A run of two sizes, budgets that are all equal: the engine says what is wrong.
      return Found.refused("The sweep cannot be used: " + e.getMessage() + ".");
    }
  }

  private static Found envelope(List<SweepRow> rows) {
    Envelope envelope = Envelope.of(rows);
    return new Found(
        envelope.status(),
        envelope.message(),
        envelope.used(),
        envelope.winners(),
        envelope.exponents(),
        envelope.points(),
        List.of());
  }

  private Found isoFlop(List<SweepRow> rows) {
    IsoFlop isoFlop = IsoFlop.of(rows, rule(tokens));
    int optima = (int) isoFlop.profiles().stream().filter(p -> p.vertex().isPresent()).count();
    return new Found(
        isoFlop.status(),
        isoFlop.message(),
        optima,
        choice.runs(),
        isoFlop.exponents(),
        List.of(),
        isoFlop.profiles());
  }

  /** Units of the replicates; none where the sweep itself has no exponents. */
  List<FitUnit> units() {
    if (found.exponents().isEmpty() || fits.bootstrap().replicates() == 0) {
      return List.of();
    }
    boolean cases = fits.bootstrap().rule() == Bootstrap.Rule.CASES;
    DrawRule rule = cases ? DrawRule.CASES : DrawRule.EIGHTY_PERCENT;
    return FitUnit.Optima.all(
        hash,
        key.approach(),
        tokens,
        rule,
        fits.bootstrap().seed(),
        cases ? fits.bootstrap().replicates() : rule.replicates());
  }

  /** What the approach says of any budget. */
  Frontier frontier(FitResults results) {
    return new Frontier(
        key.approach(),
        found.status(),
        message(),
        found.exponents().map(of -> of::at),
        replicates(results).stream().<Frontier.At>map(of -> of::at).toList());
  }

  private String message() {
    return Sentences.joined(found.message(), choice.remark());
  }

  private List<ComputeExponents> replicates(FitResults results) {
    return results.of(units()).stream()
        .filter(StoredFit::fitted)
        .map(one -> Numbers.exponents(one.values()))
        .toList();
  }

  /** Adds all rows of the approach but its optima. */
  void addTo(ScalingTables tables, MeasuredStudy study, FitResults results) {
    tables.fits.add(
        new ScalingFit(
            key,
            found.points(),
            found.runs(),
            K,
            null,
            LawTask.range(choice.rows()),
            LawTask.first(choice.rows(), row -> row.size().paramsKind()),
            LawTask.first(choice.rows(), row -> row.effort().flopsKind()),
            found.status(),
            Sentences.orNull(message()),
            null,
            null,
            null));
    found.envelope().forEach(point -> tables.envelopes.add(row(point)));
    found.profiles().forEach(profile -> tables.isoflops.add(row(profile)));
    found
        .exponents()
        .ifPresent(
            of -> {
              List<StoredFit> stored = results.of(units());
              List<Map<Coefficient, Double>> replicates = new ArrayList<>();
              replicates(results).forEach(one -> replicates.add(Coefficients.of(one)));
              tables.coefficients.addAll(
                  new CoefficientRows(
                          key, found.status(), message(), study.published(), any -> true)
                      .of(Coefficients.of(of), replicates, stored.size(), fits.bootstrap().seed()));
              stored.forEach(one -> tables.bootstraps.add(bootstrap(one)));
            });
  }

  private ScalingBootstrap bootstrap(StoredFit one) {
    return new ScalingBootstrap(
        key,
        one.number(),
        null,
        Coefficients.NO_THETA,
        one.fitted()
            ? Coefficients.allocation(Numbers.exponents(one.values()))
            : Coefficients.NO_ALLOCATION,
        one.fitted() ? LawStatus.OK : LawStatus.TOO_FEW,
        one.fitted()
            ? Coefficients.factors(Numbers.exponents(one.values()))
            : ScalingBootstrap.Factors.NONE,
        ScalingBootstrap.Repeats.NONE);
  }

  private ScalingEnvelope row(EnvelopePoint point) {
    return new ScalingEnvelope(
        key.source(),
        key.series(),
        point.flops(),
        point.run(),
        point.params(),
        point.loss(),
        point.used() ? LawStatus.OK : LawStatus.EDGE);
  }

  private ScalingIsoflop row(IsoFlopProfile profile) {
    return new ScalingIsoflop(
        key.source(),
        key.series(),
        profile.flops(),
        profile.sizes(),
        profile.points(),
        profile.vertex().map(this::vertex).orElse(null),
        profile.status(),
        Sentences.orNull(profile.message()));
  }

  private ScalingIsoflop.Vertex vertex(Vertex vertex) {
    return new ScalingIsoflop.Vertex(
        vertex.params(),
        vertex.tokens(),
        tokens == TokensRule.SIX_ND ? TokensKind.SIX_ND : TokensKind.INTERPOLATED,
        vertex.loss(),
        vertex.curvature(),
        vertex.rms());
  }
}
