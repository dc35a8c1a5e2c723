package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.udfs.scaling.accounting.Compute;
import org.gradienttransport.udfs.scaling.optimum.ChinchillaOptimum;
import org.gradienttransport.udfs.scaling.optimum.KaplanFrontier;
import org.gradienttransport.udfs.scaling.optimum.Published;

/** Numbers that papers print for their own data, to stand beside a study's. */
public final class Literature {
  /** The name that printed numbers have where a study's have the names of series. */
  static final String OTHERS = "other data: ";

  static final String KAPLAN = "Kaplan et al. 2020";
  private static final String HOFFMANN = "Hoffmann et al. 2022";
  private static final String BESIROGLU = "Besiroglu et al. 2024";
  private static final String ONE_THIRD = "Universal One-third Time Scaling 2026";

  private Literature() {}

  /**
   * A table that figures add to their own rows.
   *
   * @param columns names, as SQL
   * @param rows text and numbers, in any order
   */
  record Table(String columns, List<List<Object>> rows) {
    Stream<List<Object>> sorted(int... by) {
      return rows.stream().sorted(DataOrder.by(by));
    }

    /** The rows as a table in SQL. */
    String sql() {
      return rows.stream()
          .map(row -> row.stream().map(Table::sql).collect(joining(", ", "(", ")")))
          .collect(
              joining(",\n            ", "(values\n            ", ") as printed(" + columns + ")"));
    }

    private static String sql(Object value) {
      return value instanceof String
          ? "'" + value + "'"
          : "cast(" + (value == null ? "null" : "'" + value + "'") + " as double)";
    }
  }

  /** Exponents of allocation: exponent, method, value, low and high. */
  static Table allocations() {
    List<List<Object>> all = new ArrayList<>();
    for (Published.Allocation of : Published.HOFFMANN_ALLOCATION) {
      String source = HOFFMANN + ", approach " + of.approach();
      all.add(allocation("a", source, of.params()));
      all.add(allocation("b", source, of.tokens()));
    }
    String refitted = BESIROGLU + ", approach 3";
    all.add(allocation("a", refitted, Published.BESIROGLU.paramsExponent()));
    all.add(allocation("b", refitted, Published.BESIROGLU.tokensExponent()));
    all.add(allocation("a", KAPLAN, Published.KAPLAN_BEST_PARAMS.exponent()));
    all.add(allocation("b", KAPLAN, Published.KAPLAN_BEST_TOKENS.exponent()));
    all.add(allocation("batch", KAPLAN, Published.KAPLAN_BEST_BATCH.exponent()));
    all.add(allocation("steps", KAPLAN, Published.KAPLAN_BEST_STEPS.exponent()));
    return new Table("exponent, method, value, low, high", all);
  }

  private static List<Object> allocation(String of, String source, Published.Estimate estimate) {
    return Answer.row(OTHERS + of, source, estimate.value(), estimate.low(), estimate.high());
  }

  private static List<Object> allocation(String of, String source, double value) {
    return Answer.row(OTHERS + of, source, value, null, null);
  }

  /**
   * An exponent of a printed law of the loss, and the scale or weight that goes with it.
   *
   * @param source paper, and where in it
   * @param stdError of the exponent; null where none is printed
   */
  public record Term(
      LawForm form,
      LawVariables variables,
      Coefficient exponent,
      String source,
      double value,
      Double stdError,
      double scale) {
    /** The law, in words. */
    public String law() {
      return form.word() + " of " + variables.word();
    }

    private List<Object> row() {
      return Answer.row(
          form.word(), variables.word(), exponent.word(), source, value, low(), high(), scale);
    }

    /** The term as a row of the figure of laws. */
    List<Object> shown() {
      String term = OTHERS + law() + ", " + exponent.word();
      return Answer.row(term, source, value, low(), high(), scale);
    }

    private Double low() {
      return stdError == null ? null : (Double) (value - stdError);
    }

    private Double high() {
      return stdError == null ? null : (Double) (value + stdError);
    }
  }

  /** Exponents of the printed laws. */
  public static List<Term> terms() {
    List<Term> all = new ArrayList<>();
    all.add(power(LawVariables.N, Coefficient.ALPHA_N, "Eq. 1.1", Published.KAPLAN_PARAMS));
    all.add(power(LawVariables.D, Coefficient.ALPHA_D, "Eq. 1.2", Published.KAPLAN_TOKENS));
    all.add(
        power(LawVariables.C, Coefficient.ALPHA_C, "Table 5, fixed batch", Published.KAPLAN_FLOPS));
    all.add(
        power(LawVariables.C_MIN, Coefficient.ALPHA_C, "Eq. 1.3", Published.KAPLAN_LEAST_FLOPS));
    all.add(ofTokens(Coefficient.ALPHA_N, Published.KAPLAN_ND_PARAMS));
    all.add(ofTokens(Coefficient.ALPHA_D, Published.KAPLAN_ND_TOKENS));
    KaplanFrontier steps = Published.KAPLAN_NS;
    all.add(ofSteps(Coefficient.ALPHA_N, steps.alphaN(), steps.criticalParams()));
    all.add(ofSteps(Coefficient.ALPHA_S, steps.alphaS(), steps.criticalSteps()));
    all.add(ofSteps(Coefficient.ALPHA_B, steps.batch().exponent(), steps.batch().scale()));
    chinchilla(all, HOFFMANN + ", Eq. 10", Published.HOFFMANN_PRINTED, List.of());
    chinchilla(all, BESIROGLU + ", Table 1", Published.BESIROGLU, Published.BESIROGLU_STD_ERRORS);
    return all;
  }

  private static Term power(
      LawVariables variable, Coefficient exponent, String where, Published.Power of) {
    return new Term(
        LawForm.POWER,
        variable,
        exponent,
        KAPLAN + ", " + where,
        of.exponent(),
        null,
        of.critical());
  }

  private static Term ofTokens(Coefficient exponent, Published.Power of) {
    return new Term(
        LawForm.KAPLAN_ND,
        LawVariables.N_D,
        exponent,
        KAPLAN + ", Table 2",
        of.exponent(),
        null,
        of.critical());
  }

  private static Term ofSteps(Coefficient exponent, double value, double scale) {
    return new Term(
        LawForm.KAPLAN_NS, LawVariables.N_S, exponent, KAPLAN + ", Table 3", value, null, scale);
  }

  private static void chinchilla(
      List<Term> into, String source, ChinchillaOptimum of, List<Double> errors) {
    boolean some = !errors.isEmpty();
    into.add(
        chinchilla(
            Coefficient.ALPHA, source, of.alpha(), some ? errors.get(3) : null, of.sizeFactor()));
    into.add(
        chinchilla(
            Coefficient.BETA, source, of.beta(), some ? errors.get(4) : null, of.tokensFactor()));
  }

  private static Term chinchilla(
      Coefficient exponent, String source, double value, Double error, double weight) {
    return new Term(LawForm.CHINCHILLA, LawVariables.N_D, exponent, source, value, error, weight);
  }

  /** Exponents of laws: form, variables, coefficient, method, value, low, high and scale. */
  static Table laws() {
    return new Table(
        "form, variables, coefficient, method, value, low, high, scale",
        terms().stream().map(Term::row).toList());
  }

  /** Optimal models: flops, n_opt, curve and d_opt. */
  static Table optima() {
    List<List<Object>> all = new ArrayList<>();
    optima(all, HOFFMANN + ", Table 3 (approach 1)", Published.HOFFMANN_APPROACH_1);
    optima(all, HOFFMANN + ", Table A3 (approach 2)", Published.HOFFMANN_APPROACH_2);
    all.add(
        Answer.row(
            Compute.PF_DAY,
            Published.KAPLAN_BEST_PARAMS.atPfDay(),
            OTHERS + KAPLAN + ", one PF-day",
            Published.KAPLAN_BEST_TOKENS.atPfDay()));
    return new Table("flops, n_opt, curve, d_opt", all);
  }

  private static void optima(
      List<List<Object>> into, String curve, List<Published.Planned> models) {
    models.forEach(
        of -> into.add(Answer.row(of.flops(), of.params(), OTHERS + curve, of.tokens())));
  }

  /** Exponents of time: run, clock, gamma, low and high. */
  static Table times() {
    return new Table(
        "run, clock, gamma, low, high",
        Published.ONE_THIRD_PYTHIA.stream()
            .map(
                of ->
                    Answer.row(
                        OTHERS + of.model() + ", FineWeb",
                        "tau, " + ONE_THIRD,
                        of.gamma(),
                        of.gamma() - of.stdError(),
                        of.gamma() + of.stdError()))
            .toList());
  }
}
