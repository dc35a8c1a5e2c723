package org.gradienttransport.udfs.scaling.fit;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * Rows to fit and rows to predict (METHOD-SCALING section 4).
 *
 * @param rule how they were told apart
 * @param cut the largest compute that is fitted, or the N that is predicted
 * @param train rows to fit
 * @param test rows to predict
 */
public record HeldOutSplit(HeldOutRule rule, double cut, LossRows train, LossRows test) {
  /** Rows of more than this share of the largest compute are predicted, unless said otherwise. */
  public static final double COMPUTE_SHARE = 0.1;

  /** Equal compute that was computed in another order. */
  private static final double ROUNDING = 1e-9;

  /**
   * The split by a rule; empty where a side would have no rows or the rows lack the variable.
   *
   * @param computeShare rows of more than this share of the largest compute are predicted, where
   *     the rule goes by compute; between 0 and 1
   */
  public static Optional<HeldOutSplit> of(HeldOutRule rule, LossRows rows, double computeShare) {
    LawVariable variable =
        switch (rule) {
          case COMPUTE -> LawVariable.FLOPS;
          case LARGEST_N -> LawVariable.PARAMS;
        };
    if (!rows.has(variable) || rows.size() == 0) {
      return Optional.empty();
    }
    double[] logs = rows.logs(variable);
    double largest = Arrays.stream(logs).max().orElseThrow();
    double cut = rule == HeldOutRule.COMPUTE ? largest + StrictMath.log(computeShare) : largest;
    IntPredicate trained =
        rule == HeldOutRule.COMPUTE
            ? i -> logs[i] <= cut + ROUNDING
            : i -> logs[i] < cut - ROUNDING;
    LossRows train = rows.at(IntStream.range(0, logs.length).filter(trained).toArray());
    LossRows test = rows.at(IntStream.range(0, logs.length).filter(trained.negate()).toArray());
    return train.size() == 0 || test.size() == 0
        ? Optional.empty()
        : Optional.of(new HeldOutSplit(rule, StrictMath.exp(cut), train, test));
  }
}
