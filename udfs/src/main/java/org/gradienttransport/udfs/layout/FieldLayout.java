package org.gradienttransport.udfs.layout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which tensors of a checkpoint make the field, and in which canonical order (METHOD section 5).
 * Only the names count: the order in which a file lists its tensors never matters, so a PyTorch
 * state dict and a safetensors file of one model give the same field.
 *
 * @param rules the field's stretches, one after the other
 * @param exclude regular expressions over whole tensor names: buffers and other tensors that are
 *     known and not part of the field
 * @param unmatched what to do with a floating tensor that no rule takes and no expression excludes
 */
public record FieldLayout(List<LayoutRule> rules, List<String> exclude, Unmatched unmatched)
    implements Serializable {

  /** What to do with floating tensors the layout says nothing about. */
  public enum Unmatched {
    /** Refuse the checkpoint: a field that silently lacks parameters is worse than none. */
    REFUSE,
    /** Tensors that no rule claims are left out. */
    IGNORE
  }

  public FieldLayout {
    rules = List.copyOf(rules);
    exclude = List.copyOf(exclude);
    Objects.requireNonNull(unmatched, "unmatched");
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a layout must have at least one rule");
    }
    requireNoNamedTensorExcluded(rules, compile(exclude));
  }

  /**
   * Full names of the tensors that make the field, in canonical order.
   *
   * @throws LayoutException if a tensor is missing, doubled, claimed by two rules, or floating and
   *     unknown to the layout
   */
  public List<String> order(Collection<Candidate> tensors) throws LayoutException {
    return take(tensors).stream().map(TakenTensor::tensor).toList();
  }

  /**
   * The tensors that make the field, in canonical order, each with what its rule calls it.
   *
   * @throws LayoutException as {@link #order}
   */
  public List<TakenTensor> take(Collection<Candidate> tensors) throws LayoutException {
    TensorPool pool = new TensorPool(tensors, compile(exclude));
    List<TakenTensor> taken = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      for (String tensor : pool.take(rules.get(rule))) {
        taken.add(new TakenTensor(tensor, rule, rules.get(rule).place(tensor)));
      }
    }
    if (unmatched == Unmatched.REFUSE) {
      pool.requireNothingLeft();
    }
    return List.copyOf(taken);
  }

  /** Canonical text of the layout: part of what identifies a measurement, since order decides s. */
  public String canonical() {
    StringBuilder text = new StringBuilder("layout{");
    for (LayoutRule rule : rules) {
      text.append(rule.canonical()).append(';');
    }
    return text.append("exclude")
        .append(LayoutRule.canonicalList(exclude))
        .append(";unmatched=")
        .append(unmatched)
        .append('}')
        .toString();
  }

  private static List<Pattern> compile(List<String> expressions) {
    List<Pattern> compiled = new ArrayList<>();
    for (String expression : expressions) {
      try {
        compiled.add(Pattern.compile(expression));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "'" + expression + "' is not a regular expression: " + e.getDescription(), e);
      }
    }
    return compiled;
  }

  private static void requireNoNamedTensorExcluded(List<LayoutRule> rules, List<Pattern> excluded) {
    for (LayoutRule rule : rules) {
      if (rule instanceof NamedTensors named) {
        for (String name : named.names()) {
          for (Pattern pattern : excluded) {
            if (pattern.matcher(name).matches()) {
              throw new IllegalArgumentException(
                  "tensor '" + name + "' is both named and excluded by '" + pattern + "'");
            }
          }
        }
      }
    }
  }
}
