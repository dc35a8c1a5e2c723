package org.gradienttransport.jobs.present.text;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.plan.input.ScaleExamination;
import org.gradienttransport.jobs.plan.input.ScaleExamination.Problem;
import org.gradienttransport.jobs.plan.input.ScaleExamination.Rule;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** What an examination of a family found, for people. */
public final class FamilyCheckText {
  /** Steps and left-over tensors that are spelled out. */
  private static final int NAMED = 5;

  private final int shown;

  /**
   * @param shown tensors of each rule that are spelled out
   */
  public FamilyCheckText(int shown) {
    this.shown = shown;
  }

  /** One paragraph for each scale, and a last line that says how many problems there are. */
  public String of(Family family, List<ScaleExamination> scales) {
    long problems = scales.stream().mapToLong(scale -> scale.problems().size()).sum();
    return scales.stream().map(this::scale).collect(joining("\n", family + "\n\n", "\n"))
        + (problems == 0 ? "No problems." : problems == 1 ? "1 problem." : problems + " problems.")
        + "\n";
  }

  private String scale(ScaleExamination scale) {
    StringBuilder text = new StringBuilder();
    line(text, "%s", scale.scale().name());
    line(text, "  steps found     %s", steps(scale.found()));
    line(text, "  steps measured  %s", steps(scale.aligned()));
    if (!scale.missing().isEmpty()) {
      line(text, "  steps missing   %s", steps(scale.missing()));
    }
    if (!scale.otherZeros().isEmpty()) {
      line(text, "  steps left out  %s", some(scale.otherZeros()));
    }
    if (!scale.opened().isEmpty()) {
      line(text, "  opened          %s", scale.opened());
    }
    scale.rules().forEach(rule -> rule(text, rule));
    if (!scale.rules().isEmpty()) {
      line(
          text,
          "  field           %,d entries in %d tensors; the file says entries: %d",
          scale.entries(),
          scale.tensors(),
          scale.scale().entries());
    }
    if (!scale.leftOver().isEmpty()) {
      line(text, "  left over       %s", some(scale.leftOver()));
    }
    scale
        .tied()
        .forEach(
            (name, other) ->
                line(
                    text,
                    "  taken twice     %s is %s once more (tied weights): exclude one of them, or"
                        + " the field has its elements twice",
                    name,
                    other));
    for (Problem problem : scale.problems()) {
      line(text, "  PROBLEM: %s", problem.message());
    }
    return text.toString();
  }

  private void rule(StringBuilder text, Rule rule) {
    line(
        text, "  %s: %d tensors, %,d entries", rule.name(), rule.tensors().size(), rule.elements());
    for (TensorInfo tensor : rule.tensors().subList(0, Math.min(shown, rule.tensors().size()))) {
      line(text, "    %s %s %s", tensor.name(), tensor.shape(), tensor.dtype().torchName());
    }
    if (rule.tensors().size() > shown) {
      line(text, "    ... and %d more", rule.tensors().size() - shown);
    }
  }

  private static String steps(List<Long> steps) {
    if (steps.isEmpty()) {
      return "none";
    }
    String some = steps.stream().limit(NAMED).map(String::valueOf).collect(joining(", "));
    return steps.size() <= NAMED
        ? steps.size() + ": " + some
        : steps.size() + ": " + some + ", ..., " + steps.get(steps.size() - 1);
  }

  private static String some(List<String> names) {
    return names.stream().limit(NAMED).collect(joining(", "))
        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
