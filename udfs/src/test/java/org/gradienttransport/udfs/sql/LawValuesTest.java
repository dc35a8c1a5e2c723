package org.gradienttransport.udfs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.gradienttransport.udfs.scaling.optimum.Published;
import org.junit.jupiter.api.Test;

class LawValuesTest extends SparkTest {
  @Test
  void scalingLawIsTheEnginesForEveryForm() {
    check(LossForms.of(LawForm.CHINCHILLA), "chinchilla", 406.4, 410.7, 1.69, 0.34, 0.28);
    check(LossForms.of(LawForm.CHINCHILLA_TIED), "chinchilla_tied", 166, 287, 1.8, 0.27);
    check(LossForms.of(LawForm.CHINCHILLA_NO_FLOOR), "chinchilla_no_floor", 166, 287, 0.2, 0.27);
    check(LossForms.of(LawForm.KAPLAN_ND), "kaplan_nd", 6.4e13, 1.8e13, 0.076, 0.103);
    check(LossForms.of(LawForm.KAPLAN_NS), "kaplan_ns", 6.5e13, 2.1e3, 0.077, 0.76);
    check(LossForms.of(LawForm.POWER, LawVariable.PARAMS), "power", 8.8e13, 0.076);
    check(LossForms.of(LawForm.POWER_FLOOR, LawVariable.PARAMS), "power_floor", 3, 0.33, 2);
  }

  private static void check(LossForm form, String word, double... coefficients) {
    double[] size = {1e9};
    double[] other = {1e10};
    Map<LawVariable, double[]> sizes =
        Map.of(LawVariable.PARAMS, size, LawVariable.TOKENS, other, LawVariable.STEPS, other);
    Map<String, Double> named = new HashMap<>();
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < coefficients.length; i++) {
      named.put(form.coefficientNames().get(i), coefficients[i]);
      arguments.append(", double('").append(coefficients[i]).append("')");
    }
    double expected =
        StrictMath.exp(form.predict(form.theta(named), LossRows.of(sizes, new double[] {1.0}))[0]);

    Row constant = row("SELECT scaling_law('" + word + "', 1e9, 1e10" + arguments + ")");
    Row perRow =
        row(
            "SELECT scaling_law(f, n, d"
                + arguments
                + ") FROM (SELECT '"
                + word
                + "' AS f, 1e9 * id AS n, 1e10 * id AS d FROM range(1, 2))");

    assertThat(constant.getDouble(0)).as(word).isEqualTo(expected);
    assertThat(perRow.getDouble(0)).as(word).isEqualTo(expected);
  }

  @Test
  void scalingLawIsTheValuesThatThePapersGive() {
    assertThat(law("'power', 1e9, 1, 8.8e13, 0.076")).isCloseTo(2.3756403, within(1e-7));
    assertThat(law("'power', 1e10, 1, 5.4e13, 0.095")).isCloseTo(2.2624418, within(1e-7));
    assertThat(law("'kaplan_nd', 1e9, 1e10, 6.4e13, 1.8e13, 0.076, 0.103"))
        .isCloseTo(2.4196518, within(1e-7));
    assertThat(law("'chinchilla', 1e9, 2e10, 406.4, 410.7, 1.69, 0.34, 0.28"))
        .isCloseTo(2.5800478722, within(1e-10));
  }

  private static Double law(String arguments) {
    return row("SELECT scaling_law(" + arguments + ")").getAs(0);
  }

  @Test
  void scalingLawIsNullWithoutASizeOrACoefficient() {
    assertThat(law("'power_floor', NULL, 1, 3, 0.3, 2")).isNull();
    assertThat(law("'power_floor', 1e9, 1, 3, NULL, 2")).isNull();
    assertThat(law("'power_floor', 1e9, 1, 3, double('NaN'), 2")).isNull();
    assertThat(law("'power_floor', 1e9, 1, 3, 0.3, -2")).isNull();
    assertThat(law("'power_floor', 0, 1, 3, 0.3, 2")).isNull();
    assertThat(law("'kaplan_nd', 1e9, double('-Infinity'), 6.4e13, 1.8e13, 0.076, 0.103")).isNull();
    assertThat(law("NULL, 1e9, 1, 3, 0.3, 2")).isNull();
    assertThat(law("'power_floor', 1e9, -1, 3, 0.3, 2")).isNotNull();
  }

  @Test
  void lawsThatAreNoneAreRefusedBeforeAnythingRuns() {
    assertThatThrownBy(() -> law("'chinchila', 1, 1, 1, 1"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("unknown law form 'chinchila'")
        .hasMessageContaining("chinchilla_tied");
    assertThatThrownBy(() -> law("'chinchilla', 1, 1, 406.4, 410.7, 0.34, 0.28"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining(
            "chinchilla has the coefficients A, B, E, alpha, beta, got 4 numbers");
    assertThatThrownBy(
            () -> query("SELECT scaling_law(f, 1, 1, 1, 1) FROM VALUES ('power'), ('pwr') AS t(f)"))
        .isInstanceOf(Exception.class)
        .hasStackTraceContaining("unknown law form 'pwr'");
  }

  @Test
  void computeOptimalIsTheClosedForm() {
    ComputeOptimum expected = Published.HOFFMANN_PRINTED.at(5.76e23);
    Row best =
        row(
            "SELECT compute_optimal(c, 406.4, 410.7, 1.69, 0.34, 0.28).* FROM VALUES (5.76e23) AS"
                + " t(c)");
    assertThat(best.<Double>getAs("n_opt")).isEqualTo(expected.params());
    assertThat(best.<Double>getAs("n_opt")).isCloseTo(3.218986e10, within(1e4));
    assertThat(best.<Double>getAs("d_opt")).isEqualTo(expected.tokens());
    assertThat(best.<Double>getAs("tokens_per_param")).isCloseTo(92.647, within(1e-3));
    assertThat(best.<Double>getAs("loss")).isEqualTo(expected.loss());
    assertThat(best.<String>getAs("status")).isEqualTo("ok");
  }

  @Test
  void computeOptimalOfSenselessArgumentsSaysWhy() {
    assertThat(optimum("0, 406.4, 410.7, 1.69, 0.34, 0.28")).isEqualTo("not_positive");
    assertThat(optimum("1e20, 406.4, 410.7, -1, 0.34, 0.28")).isEqualTo("not_positive");
    assertThat(optimum("1e20, 406.4, 410.7, 0, 0.34, 0.28")).isEqualTo("ok");
    assertThat(optimum("1e20, 406.4, 410.7, 1.69, 0.34, double('NaN')")).isEqualTo("not_finite");
    assertThat(optimum("1e20, 1e300, 1e-300, 1.69, 0.001, 0.001")).isEqualTo("not_finite");
    assertThat(row("SELECT compute_optimal(NULL, 1, 1, 1, 1, 1)").isNullAt(0)).isTrue();
  }

  private static String optimum(String arguments) {
    return row("SELECT compute_optimal(" + arguments + ").status").getString(0);
  }
}
