package org.gradienttransport.jobs.plan.input;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * What one snapshot of a scale shows of a family's description.
 *
 * @param scale the scale as described
 * @param found steps that the store has, ascending, whatever the description asks for
 * @param aligned steps that are measured
 * @param missing of these, the ones of which the store has nothing
 * @param otherZeros names that differ from those of the description in zeros alone, so that their
 *     steps are not found; empty where the description lists its steps
 * @param opened the file that was opened; blank if there was none to open
 * @param rules what each rule takes, in order
 * @param leftOver tensors of the file that are no part of the field, by name
 * @param tied tensors that rules take and that are another name for one which they take too
 * @param problems what is wrong, in sentences; empty if nothing is
 */
public record ScaleExamination(
    Scale scale,
    List<Long> found,
    List<Long> aligned,
    List<Long> missing,
    List<String> otherZeros,
    String opened,
    List<Rule> rules,
    List<String> leftOver,
    Map<String, String> tied,
    List<Problem> problems) {

  /**
   * A rule and the tensors that it takes.
   *
   * @param name what messages call it
   * @param tensors in canonical order
   */
  public record Rule(String name, List<TensorInfo> tensors) {
    public Rule {
      tensors = List.copyOf(tensors);
    }

    /** Elements that the rule puts into the field. */
    public long elements() {
      return tensors.stream().mapToLong(TensorInfo::elements).sum();
    }
  }

  /**
   * Something that is wrong.
   *
   * @param missing whether input is missing, rather than not what was described
   */
  public record Problem(boolean missing, String message) {}

  public ScaleExamination {
    found = List.copyOf(found);
    aligned = List.copyOf(aligned);
    missing = List.copyOf(missing);
    otherZeros = List.copyOf(otherZeros);
    rules = List.copyOf(rules);
    leftOver = List.copyOf(leftOver);
    tied = Collections.unmodifiableMap(new TreeMap<>(tied));
    problems = List.copyOf(problems);
  }

  /** Elements of the field. */
  public long entries() {
    return rules.stream().mapToLong(Rule::elements).sum();
  }

  /** Tensors of the field. */
  public int tensors() {
    return rules.stream().mapToInt(rule -> rule.tensors().size()).sum();
  }
}
