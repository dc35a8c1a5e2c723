package org.gradienttransport.jobs.present.text;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.udfs.scaling.optimum.ChinchillaOptimum;
import org.gradienttransport.udfs.scaling.optimum.KaplanFrontier;
import org.gradienttransport.udfs.scaling.optimum.Published;

/** What was published for the rows of a study, and for other data by the same approaches. */
final class PublishedText {
  private static final String OTHERS = "other data";
  private static final String HOFFMANN = "Hoffmann et al. 2022, ";
  private static final String TWO_DIGITS = "%.2f";
  private static final String THREE_DIGITS = "%.3f";

  private final TextTable table =
      new TextTable("rows", "approach", "a", "b", "alpha", "beta", "E", "published by");
  private boolean empty = true;

  private PublishedText() {}

  /** What was published for the rows of a study, ending in a line break; empty without any. */
  static String ofTheSameRows(String source, Rows rows) {
    PublishedText text = new PublishedText();
    text.addTheSameRows(source, rows);
    return text.empty ? "" : "Published for the same rows:\n" + text.table;
  }

  /** What papers print for other data by some approaches; empty where they print nothing. */
  static String ofOtherData(Set<Approach> approaches) {
    PublishedText text = new PublishedText();
    text.addOtherData(approaches);
    return text.empty
        ? ""
        : "Printed for other data, which count N and C in their own ways:\n" + text.table;
  }

  private record Label(String series, String approach, String label) {}

  private void addTheSameRows(String source, Rows rows) {
    Map<Label, Map<Coefficient, Double>> fits = new LinkedHashMap<>();
    for (ScalingPublished row : rows.of(ScalingPublished.ROWS)) {
      if (row.source().equals(source)) {
        fits.computeIfAbsent(
                new Label(row.series(), row.approach().word(), row.label()),
                label -> new LinkedHashMap<>())
            .put(row.coefficient(), row.value());
      }
    }
    fits.forEach(
        (of, values) ->
            add(
                of.series(),
                of.approach(),
                of.label(),
                number(values, Coefficient.N_ALLOCATION),
                number(values, Coefficient.D_ALLOCATION),
                number(values, Coefficient.ALPHA, Coefficient.ALPHA_N),
                number(values, Coefficient.BETA, Coefficient.ALPHA_S, Coefficient.ALPHA_D),
                number(values, Coefficient.E)));
  }

  private static String number(Map<Coefficient, Double> values, Coefficient... either) {
    for (Coefficient coefficient : either) {
      if (values.containsKey(coefficient)) {
        return text(THREE_DIGITS, values.get(coefficient));
      }
    }
    return null;
  }

  private void addOtherData(Set<Approach> approaches) {
    for (Published.Allocation of : Published.HOFFMANN_ALLOCATION) {
      boolean parametric = of.approach() == 3;
      ChinchillaOptimum law = Published.HOFFMANN_PRINTED;
      String approach = Integer.toString(of.approach());
      if (approaches.stream().anyMatch(any -> any.word().equals(approach))) {
        add(
            OTHERS,
            approach,
            HOFFMANN + (parametric ? "Table 2 and Eq. 10" : "Table 2"),
            interval(of.params()),
            text(TWO_DIGITS, of.tokens().value()),
            parametric ? text(TWO_DIGITS, law.alpha()) : null,
            parametric ? text(TWO_DIGITS, law.beta()) : null,
            parametric ? text(TWO_DIGITS, law.floor()) : null);
      }
    }
    if (approaches.contains(Approach.PARAMETRIC)) {
      besiroglu(Published.BESIROGLU, Published.BESIROGLU_STD_ERRORS);
    }
    if (approaches.contains(Approach.KAPLAN)) {
      kaplan(Published.KAPLAN_NS);
    }
  }

  private void besiroglu(ChinchillaOptimum law, List<Double> errors) {
    add(
        OTHERS,
        Approach.PARAMETRIC.word(),
        "Besiroglu et al. 2024, Table 1",
        text(THREE_DIGITS, law.paramsExponent()),
        text(THREE_DIGITS, law.tokensExponent()),
        within(law.alpha(), errors.get(3)),
        within(law.beta(), errors.get(4)),
        within(law.floor(), errors.get(2)));
  }

  private void kaplan(KaplanFrontier law) {
    add(
        OTHERS,
        Approach.KAPLAN.word(),
        "Kaplan et al. 2020, sec. 6.1 and Table 3",
        text(TWO_DIGITS, Published.KAPLAN_BEST_PARAMS.exponent()),
        text(TWO_DIGITS, Published.KAPLAN_BEST_TOKENS.exponent()),
        text(THREE_DIGITS, law.alphaN()),
        text(TWO_DIGITS, law.alphaS()),
        null);
  }

  private void add(
      String rows,
      String approach,
      String by,
      String a,
      String b,
      String alpha,
      String beta,
      String floor) {
    table.add(Arrays.asList(rows, approach, a, b, alpha, beta, floor, by));
    empty = false;
  }

  private static String interval(Published.Estimate of) {
    return String.format(Locale.ROOT, "%.2f [%.3f, %.3f]", of.value(), of.low(), of.high());
  }

  private static String within(double value, double error) {
    return String.format(Locale.ROOT, "%.4f ± %.2f", value, error);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
