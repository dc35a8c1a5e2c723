package org.gradienttransport.udfs.scaling.optimum;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.gradienttransport.schemas.vocabulary.LawStatus;

/**
 * Approach 2 of Hoffmann et al. 2022: a parabola per compute budget, and how their optima grow with
 * compute (METHOD-SCALING section 4).
 *
 * @param status OK, or TOO_FEW where fewer than three budgets have an optimum
 * @param message a sentence where there are no exponents; empty otherwise
 * @param profiles one per budget, C ascending; each with its own status
 * @param exponents where status is OK
 */
public record IsoFlop(
    LawStatus status,
    String message,
    List<IsoFlopProfile> profiles,
    Optional<ComputeExponents> exponents) {

  public IsoFlop {
    profiles = List.copyOf(profiles);
  }

  /** The budgets of a sweep. Rows of one budget have C within 1 %; their order does not matter. */
  public static IsoFlop of(List<SweepRow> table, IsoFlopRule rule) {
    return of(table, Budget.of(table), rule, UnaryOperator.identity());
  }

  /** The same of other rows of each budget, such as a replicate's. */
  static IsoFlop of(
      List<SweepRow> table, List<Budget> budgets, IsoFlopRule rule, UnaryOperator<int[]> draw) {
    return ofProfiles(
        budgets.stream()
            .map(
                budget -> {
                  int[] rows = draw.apply(budget.rows());
                  return IsoFlopProfile.of(
                      budget.flops(), Arrays.stream(rows).mapToObj(table::get).toList(), rule);
                })
            .toList());
  }

  private static IsoFlop ofProfiles(List<IsoFlopProfile> profiles) {
    List<IsoFlopProfile> found =
        profiles.stream().filter(profile -> profile.vertex().isPresent()).toList();
    if (found.size() < ComputePower.MIN_POINTS) {
      return new IsoFlop(
          LawStatus.TOO_FEW, tooFew(profiles, found.size()), profiles, Optional.empty());
    }
    double[] lnFlops =
        found.stream().mapToDouble(profile -> StrictMath.log(profile.flops())).toArray();
    return new IsoFlop(
        LawStatus.OK,
        "",
        profiles,
        Optional.of(
            new ComputeExponents(
                ComputePower.ofLogs(lnFlops, logs(found, Vertex::params)),
                ComputePower.ofLogs(lnFlops, logs(found, Vertex::tokens)),
                ComputePower.ofLogs(lnFlops, logs(found, Vertex::loss)))));
  }

  private static double[] logs(List<IsoFlopProfile> found, ToDoubleFunction<Vertex> number) {
    return found.stream()
        .flatMap(profile -> profile.vertex().stream())
        .mapToDouble(number)
        .map(StrictMath::log)
        .toArray();
  }

  private static String tooFew(List<IsoFlopProfile> profiles, int found) {
    String refused =
        profiles.stream()
            .map(IsoFlopProfile::status)
            .filter(status -> status != LawStatus.OK)
            .collect(Collectors.groupingBy(LawStatus::word, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return found
        + " of "
        + profiles.size()
        + " budgets have an optimum"
        + (refused.isEmpty() ? "" : " (" + refused + ")")
        + "; an exponent needs "
        + ComputePower.MIN_POINTS
        + ".";
  }
}
