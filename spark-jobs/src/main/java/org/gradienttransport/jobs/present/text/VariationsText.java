package org.gradienttransport.jobs.present.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.StepList;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.VariationPlan;

/** What variations of the probe are planned, in words. */
public final class VariationsText {
  private VariationsText() {}

  /**
   * The text, ending in a line break.
   *
   * @param families by name
   * @param pending what the store lacks
   * @param expected whether the steps are those to be expected, since the baseline's measurements
   *     that decide them are not all there
   */
  public static String of(
      VariationPlan plan, Map<String, Family> families, List<UnitWork> pending, boolean expected) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(plan.steps())
        .forEach(
            (name, steps) ->
                text.append(line(name, families.get(name).variations().orElseThrow(), steps)));
    if (expected) {
      text.append(
          "Those steps are what to expect; they are chosen once all fields above are measured.\n");
    }
    return text
        + String.format(
            Locale.ROOT,
            "Variations: %d relaxations, %d of them to measure of %d units.%n",
            plan.relaxations(),
            pending.stream().mapToLong(one -> one.variants().size()).sum(),
            pending.size());
  }

  private static String line(String family, Variations asked, Optional<List<Long>> steps) {
    return steps
        .map(
            of ->
                String.format(
                    Locale.ROOT,
                    "%s: %d variations of the probe at %d steps: %s.%n",
                    family,
                    asked.levels().size(),
                    of.size(),
                    of.isEmpty() ? "none" : new StepList(of)))
        .orElseGet(
            () ->
                family
                    + ": no variation of the probe, since there is no stable window to choose steps"
                    + " in. Give 'window' or 'steps' of its variations.\n");
  }
}
