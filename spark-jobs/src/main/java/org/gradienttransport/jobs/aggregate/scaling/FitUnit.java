package org.gradienttransport.jobs.aggregate.scaling;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.store.StoredFit;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.Bootstrap;
import org.gradienttransport.udfs.scaling.fit.Minimum;
import org.gradienttransport.udfs.scaling.fit.MultiStart;
import org.gradienttransport.udfs.scaling.fit.StartResult;
import org.gradienttransport.udfs.scaling.fit.Theta;
import org.gradienttransport.udfs.scaling.optimum.ComputeExponents;
import org.gradienttransport.udfs.scaling.optimum.DrawRule;
import org.gradienttransport.udfs.scaling.optimum.OptimumReplicates;
import org.gradienttransport.udfs.scaling.optimum.SweepRow;
import org.gradienttransport.udfs.scaling.optimum.TokensRule;
import org.gradienttransport.udfs.scaling.time.TimeSearch;

/**
 * A unit of work of the fits: some starts or some replicates of one law on one set of rows, or one
 * training curve. Its results are a pure function of its key, so any split over tasks gives the
 * same bits.
 */
public sealed interface FitUnit extends Serializable {
  /** Changes when the engine's results could change for equal units. */
  String VERSION = "scaling-v1";

  /** Starts of a unit. */
  int STARTS = MultiStart.BLOCK;

  /** Replicates of a unit. */
  int REPLICATES = 50;

  /** What the results depend on, as text. */
  String canonical();

  /** Starts, replicates or curves of the unit. */
  int size();

  List<StoredFit> run(FitData data);

  /** Key of the results in the store: SHA-256 of {@link #canonical}. */
  default String key() {
    return Hashes.sha256(VERSION + "|" + canonical());
  }

  /** The units of so much work, cut into ranges. */
  private static List<FitUnit> ranges(
      int count, int most, BiFunction<Integer, Integer, FitUnit> unit) {
    return IntStream.iterate(0, from -> from < count, from -> from + most)
        .mapToObj(from -> unit.apply(from, Math.min(count, from + most)))
        .toList();
  }

  /**
   * A range of a fit's starts.
   *
   * @param onPart whether they are followed on a part of the rows
   */
  record Starts(String rows, LawSpec law, boolean onPart, int from, int to) implements FitUnit {
    static List<FitUnit> all(String rows, LawSpec law, LossRows of) {
      boolean onPart = MultiStart.searchesPart(of.size());
      return ranges(
          MultiStart.count(law.lossForm(), of, law.grid()),
          STARTS,
          (from, to) -> new Starts(rows, law, onPart, from, to));
    }

    @Override
    public String canonical() {
      String kind = onPart ? "starts on a part" : "starts";
      return kind + "|" + rows + "|" + law.canonical() + "|" + from + ".." + to;
    }

    @Override
    public int size() {
      return to - from;
    }

    @Override
    public List<StoredFit> run(FitData data) {
      String key = key();
      return MultiStart.run(law.lossForm(), data.rows(rows), law.objective(), law.grid(), from, to)
          .stream()
          .map(result -> stored(key, result.start(), Optional.of(result.minimum())))
          .toList();
    }
  }

  /**
   * A range of a fit's bootstrap replicates.
   *
   * @param theta parameters of the fit of all rows, which follow from rows and law
   */
  record Replicates(String rows, LawSpec law, List<Double> theta, long seed, int from, int to)
      implements FitUnit {
    public Replicates {
      theta = List.copyOf(theta);
    }

    static List<FitUnit> all(
        String rows, LawSpec law, List<Double> theta, long seed, int replicates) {
      return ranges(
          replicates, REPLICATES, (from, to) -> new Replicates(rows, law, theta, seed, from, to));
    }

    @Override
    public String canonical() {
      return "replicates|" + rows + "|" + law.canonical() + "|" + seed + "|" + from + ".." + to;
    }

    @Override
    public int size() {
      return to - from;
    }

    @Override
    public List<StoredFit> run(FitData data) {
      String key = key();
      Theta start = Theta.of(theta.stream().mapToDouble(Double::doubleValue).toArray());
      return Bootstrap.run(law.lossForm(), data.rows(rows), law.objective(), start, seed, from, to)
          .stream()
          .map(replicate -> stored(key, replicate.number(), replicate.minimum()))
          .toList();
    }
  }

  /** A range of the replicates of approach 1 or 2. */
  record Optima(
      String rows, Approach approach, TokensRule tokens, DrawRule rule, long seed, int from, int to)
      implements FitUnit {
    static List<FitUnit> all(
        String rows,
        Approach approach,
        TokensRule tokens,
        DrawRule rule,
        long seed,
        int replicates) {
      return ranges(
          replicates,
          REPLICATES,
          (from, to) -> new Optima(rows, approach, tokens, rule, seed, from, to));
    }

    @Override
    public String canonical() {
      return String.join(
          "|",
          "optima",
          rows,
          approach.word(),
          tokens.name(),
          rule.name(),
          Long.toString(seed),
          from + ".." + to);
    }

    @Override
    public int size() {
      return to - from;
    }

    @Override
    public List<StoredFit> run(FitData data) {
      String key = key();
      IntFunction<Optional<ComputeExponents>> one = replicate(data.sweep(rows));
      return IntStream.range(from, to)
          .mapToObj(
              number ->
                  new StoredFit(
                      key, number, null, one.apply(number).map(Numbers::of).orElse(List.of())))
          .toList();
    }

    private IntFunction<Optional<ComputeExponents>> replicate(List<SweepRow> sweep) {
      return approach == Approach.ENVELOPE
          ? OptimumReplicates.envelope(sweep, rule, seed)
          : OptimumReplicates.isoFlop(sweep, Sweep.rule(tokens), rule, seed);
    }
  }

  /** One training curve against one clock. */
  record Curve(String rows) implements FitUnit {
    @Override
    public String canonical() {
      return "curve|" + rows;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public List<StoredFit> run(FitData data) {
      LossCurve curve = data.curve(rows);
      TimeSearch found = TimeSearch.of(curve.x(), curve.loss());
      List<Double> values = new ArrayList<>(List.of(found.lnC(), found.gamma(), found.floor()));
      found
          .profile()
          .ifPresent(
              profile -> {
                values.add(profile.interval().low());
                values.add(profile.interval().high());
                values.add(profile.squaresAtOneThird());
              });
      return List.of(new StoredFit(key(), 0, found.squares(), values));
    }
  }

  /** Where the search of a curve ended, as the engine has it. */
  static TimeSearch search(StoredFit stored) {
    List<Double> values = stored.values();
    return new TimeSearch(
        values.get(0),
        values.get(1),
        values.get(2),
        stored.sum(),
        values.size() == 3
            ? Optional.empty()
            : Optional.of(
                new TimeSearch.Profiled(
                    new Interval(values.get(3), values.get(4)), values.get(5))));
  }

  private static StoredFit stored(String key, int number, Optional<Minimum> minimum) {
    return minimum
        .map(found -> new StoredFit(key, number, found.sum(), Numbers.of(found.theta())))
        .orElseGet(() -> new StoredFit(key, number, null, List.of()));
  }

  /** What a start came to, as the engine has it. */
  static StartResult start(StoredFit stored) {
    return new StartResult(stored.number(), minimum(stored));
  }

  private static Minimum minimum(StoredFit stored) {
    return new Minimum(
        stored.sum(),
        Theta.of(stored.values().stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
