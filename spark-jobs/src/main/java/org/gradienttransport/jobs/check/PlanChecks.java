package org.gradienttransport.jobs.check;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Spans;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;

/** Checks of what is to be measured, which need no measurement. */
public final class PlanChecks {
  /** Smallest ratio of the largest N to the smallest over which an exponent says much [ours]. */
  static final Check SCALE_SPREAD = Check.of("scale_spread", Level.WARN, 2);

  static final Check STEPS_LEFT_OUT = Check.of("steps_left_out", Level.WARN, 0);

  static final Check UNLIKE_SPANS = Check.of("unlike_spans", Level.WARN, 0);

  static final Check ONE_FILE = Check.of("one_file_each", Level.INFO, 0);

  /** Steps of a scale that a message names. */
  private static final int NAMED = 6;

  private PlanChecks() {}

  /** Checks of every family of a plan. */
  public static List<CheckResult> of(Plan plan) {
    List<CheckResult> results = new ArrayList<>();
    new TreeMap<>(plan.families())
        .values()
        .forEach(
            family -> {
              results.add(scaleSpread(family));
              results.add(stepsLeftOut(family, plan));
              results.add(unlikeSpans(family.name(), plan));
              results.add(oneFileEach(family.name(), plan));
            });
    return results;
  }

  private static CheckResult scaleSpread(Family family) {
    LongSummaryStatistics n =
        family.scales().stream().mapToLong(Scale::entries).summaryStatistics();
    long different = family.scales().stream().mapToLong(Scale::entries).distinct().count();
    return SCALE_SPREAD.atLeast(
        family.name(),
        (double) n.getMax() / n.getMin(),
        ratio ->
            String.format(
                Locale.ROOT,
                "The %d scales have %d different N, the largest %.3g times the smallest; below %s"
                    + " times an exponent says little.",
                family.scales().size(),
                different,
                ratio,
                Check.number(SCALE_SPREAD.bound())));
  }

  private static CheckResult stepsLeftOut(Family family, Plan plan) {
    Map<String, List<Long>> leftOut =
        new TreeMap<>(plan.leftOut().getOrDefault(family.name(), Map.of()));
    Map<String, List<String>> otherZeros =
        new TreeMap<>(plan.otherZeros().getOrDefault(family.name(), Map.of()));
    long gaps =
        plan.units().stream()
            .filter(unit -> unit.family().equals(family.name()) && !unit.leftOut().isEmpty())
            .count();
    return STEPS_LEFT_OUT.atMost(
        family.name(),
        (double) leftOut.values().stream().mapToInt(List::size).sum(),
        count ->
            "%s discovered snapshots are left out because other scales lack their steps%s%s; %d differences span such a gap.%s"
                .formatted(
                    Check.number(count),
                    otherZeros.isEmpty() ? "" : " or their names have other zeros than {step}",
                    leftOut.isEmpty() ? "" : ": " + byScale(leftOut),
                    gaps,
                    otherZeros.isEmpty()
                        ? ""
                        : " Names with other zeros: "
                            + byScale(otherZeros)
                            + "; {step:06} in the family's file is a step of six digits."));
  }

  /** METHOD fits the fields of one step, so that they are fitted together nevertheless. */
  private static CheckResult unlikeSpans(String family, Plan plan) {
    SortedMap<Long, Spans> byStep = new TreeMap<>();
    plan.units().stream()
        .filter(unit -> unit.family().equals(family) && unit.missing() == null)
        .forEach(
            unit ->
                byStep
                    .computeIfAbsent(unit.label().step(), Spans::new)
                    .add(unit.label().fromStep(), unit.scale()));
    List<String> unlike = byStep.values().stream().filter(Spans::unlike).map(Spans::text).toList();
    return UNLIKE_SPANS.atMost(
        family,
        (double) unlike.size(),
        count ->
            "The differences of %s of %s steps do not span the same steps in all scales%s."
                .formatted(Check.number(count), byStep.size(), named(unlike)));
  }

  private static String named(List<String> found) {
    return found.stream()
        .limit(NAMED)
        .collect(
            joining(
                "; ",
                found.isEmpty() ? "" : ": ",
                found.size() > NAMED ? "; and " + (found.size() - NAMED) + " more" : ""));
  }

  private static CheckResult oneFileEach(String family, Plan plan) {
    Map<String, Integer> choices = new TreeMap<>(plan.passedOver().getOrDefault(family, Map.of()));
    return ONE_FILE.atMost(
        family,
        (double) choices.values().stream().mapToInt(Integer::intValue).sum(),
        count ->
            "In %s snapshots several of the family's files lie side by side, of which the first in its order is taken%s."
                .formatted(
                    Check.number(count),
                    choices.isEmpty()
                        ? ""
                        : choices.entrySet().stream()
                            .limit(NAMED)
                            .map(choice -> choice.getKey() + " (" + choice.getValue() + ")")
                            .collect(joining("; ", ": ", ""))));
  }

  private static String byScale(Map<String, ? extends List<?>> steps) {
    return steps.entrySet().stream()
        .map(scale -> scale.getKey() + " " + some(scale.getValue()))
        .collect(joining("; "));
  }

  private static String some(List<?> steps) {
    return steps.stream()
        .limit(NAMED)
        .map(String::valueOf)
        .collect(
            joining(
                ", ", "", steps.size() > NAMED ? " and " + (steps.size() - NAMED) + " more" : ""));
  }
}
