package org.gradienttransport.udfs.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.gradienttransport.schemas.vocabulary.FunctionStatus;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.optimum.ChinchillaOptimum;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;

/**
 * Values of scaling_law and compute_optimal (METHOD-SCALING section 2). Public because Spark's
 * generated code calls it.
 */
public final class LawValues {
  static final StructType OPTIMUM =
      Structs.type(
          "n_opt DOUBLE, d_opt DOUBLE, tokens_per_param DOUBLE, loss DOUBLE,"
              + " status STRING NOT NULL");

  private LawValues() {}

  /**
   * The loss that a law says; null where it has none.
   *
   * @throws IllegalArgumentException for an unknown form or a wrong number of coefficients
   */
  public static Double scalingLaw(
      UTF8String form, double params, double tokens, ArrayData coefficients) {
    LossForm law = form(form.toString());
    Map<String, Double> named = named(law, coefficients);
    boolean usable =
        LossRows.usable(params)
            && (law.variables().size() == 1 || LossRows.usable(tokens))
            && named.values().stream().allMatch(Double::isFinite);
    return usable ? loss(law, named, params, tokens) : null;
  }

  private static Double loss(
      LossForm law, Map<String, Double> named, double params, double tokens) {
    double[] theta;
    try {
      theta = law.theta(named);
    } catch (IllegalArgumentException notPositive) {
      return null;
    }
    Map<LawVariable, double[]> sizes = new HashMap<>();
    List<LawVariable> variables = law.variables();
    sizes.put(variables.get(0), new double[] {params});
    if (variables.size() > 1) {
      sizes.put(variables.get(1), new double[] {tokens});
    }
    double loss = StrictMath.exp(law.predict(theta, LossRows.of(sizes, new double[] {1.0}))[0]);
    return Double.isFinite(loss) ? loss : null;
  }

  /**
   * The form of a word; of the laws in one variable, that of N.
   *
   * @throws IllegalArgumentException for an unknown one
   */
  static LossForm form(String word) {
    LawForm form = Word.parse(LawForm.class, word);
    return switch (form) {
      case POWER, POWER_FLOOR -> LossForms.of(form, LawVariable.PARAMS);
      case DATA_CONSTRAINED ->
          throw new IllegalArgumentException(
              form.word() + " is a law of unique tokens as well, which scaling_law does not take");
      default -> LossForms.of(form);
    };
  }

  private static Map<String, Double> named(LossForm law, ArrayData coefficients) {
    List<String> names = law.coefficientNames();
    requireNumber(law, coefficients.numElements());
    Map<String, Double> named = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), coefficients.isNullAt(i) ? Double.NaN : coefficients.getDouble(i));
    }
    return named;
  }

  /**
   * Checks a call.
   *
   * @throws IllegalArgumentException naming the coefficients that the law has, if it has not so
   *     many
   */
  static void requireNumber(LossForm law, int coefficients) {
    List<String> names = law.coefficientNames();
    if (names.size() != coefficients) {
      throw new IllegalArgumentException(
          law.word().word()
              + " has the coefficients "
              + String.join(", ", names)
              + ", got "
              + coefficients
              + " numbers");
    }
  }

  /** The best use of a budget as a struct. */
  public static InternalRow computeOptimal(
      double flops, double factorN, double factorD, double floor, double alpha, double beta) {
    if (!DoubleStream.of(flops, factorN, factorD, floor, alpha, beta).allMatch(Double::isFinite)) {
      return Structs.nulls(OPTIMUM, FunctionStatus.NOT_FINITE);
    }
    boolean positive = DoubleStream.of(flops, factorN, factorD, alpha, beta).allMatch(v -> v > 0.0);
    if (!positive || floor < 0.0) {
      return Structs.nulls(OPTIMUM, FunctionStatus.NOT_POSITIVE);
    }
    ComputeOptimum best = new ChinchillaOptimum(factorN, factorD, floor, alpha, beta).at(flops);
    boolean representable =
        DoubleStream.of(best.params(), best.tokens(), best.tokensPerParam())
                .allMatch(LossRows::usable)
            && Double.isFinite(best.loss());
    return representable
        ? Structs.row(
            best.params(), best.tokens(), best.tokensPerParam(), best.loss(), FunctionStatus.OK)
        : Structs.nulls(OPTIMUM, FunctionStatus.NOT_FINITE);
  }
}
