package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.udfs.scaling.optimum.Published;

/** Exponents of allocation that papers print for their own data, to stand beside a study's. */
final class LiteratureExponents {
  /** What they are called where series have their names. */
  private static final String OTHERS = "other data: ";

  private LiteratureExponents() {}

  private record Printed(Coefficient of, String source, double value, Double low, Double high) {
    private List<Object> row() {
      return Answer.row(OTHERS + of.word(), source, value, low, high);
    }

    private String sql() {
      return "('%s', '%s', %s, %s, %s)"
          .formatted(OTHERS + of.word(), source, sql(value), sql(low), sql(high));
    }

    private static String sql(Double number) {
      return "cast(" + (number == null ? "null" : "'" + number + "'") + " as double)";
    }
  }

  private static List<Printed> all() {
    List<Printed> all = new ArrayList<>();
    for (Published.Allocation of : Published.HOFFMANN_ALLOCATION) {
      String source = "Hoffmann et al. 2022, approach " + of.approach();
      all.add(printed(Coefficient.N_ALLOCATION, source, of.params()));
      all.add(printed(Coefficient.D_ALLOCATION, source, of.tokens()));
    }
    String besiroglu = "Besiroglu et al. 2024, approach 3";
    all.add(plain(Coefficient.N_ALLOCATION, besiroglu, Published.BESIROGLU.paramsExponent()));
    all.add(plain(Coefficient.D_ALLOCATION, besiroglu, Published.BESIROGLU.tokensExponent()));
    String kaplan = "Kaplan et al. 2020";
    all.add(plain(Coefficient.N_ALLOCATION, kaplan, Published.KAPLAN_BEST_PARAMS.exponent()));
    all.add(plain(Coefficient.D_ALLOCATION, kaplan, Published.KAPLAN_BEST_TOKENS.exponent()));
    return all;
  }

  private static Printed printed(Coefficient of, String source, Published.Estimate estimate) {
    return new Printed(of, source, estimate.value(), estimate.low(), estimate.high());
  }

  private static Printed plain(Coefficient of, String source, double value) {
    return new Printed(of, source, value, null, null);
  }

  /** As rows of exponent, method, value, low and high. */
  static Stream<List<Object>> rows() {
    return all().stream().map(Printed::row);
  }

  /** The same as a table of SQL. */
  static String sql() {
    return all().stream()
        .map(Printed::sql)
        .collect(
            joining(
                ",\n            ",
                "(values\n            ",
                ") as printed(exponent, method, value, low, high)"));
  }
}
