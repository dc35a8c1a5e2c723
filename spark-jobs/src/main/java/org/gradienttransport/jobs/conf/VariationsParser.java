package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.schemas.vocabulary.ProbeFactor;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/** Turns the levels of the probe's factors, as people write them, into variations. */
final class VariationsParser {
  private final MapReader in;
  private final List<ProbeVariation> levels = new ArrayList<>();

  private VariationsParser(MapReader in) {
    this.in = in;
  }

  /** The variations of one mapping; null, with problems, if something in it is wrong. */
  static Variations parse(MapReader in) {
    return new VariationsParser(in).parse();
  }

  /** The key {@code variations} of a family: {@code default}, {@code none} or a mapping. */
  static Variations ofFamily(MapReader top) {
    String key = "variations";
    if (!top.has(key) || top.at(key).scalar().equals("none")) {
      return null;
    }
    YamlNode value = top.at(key);
    if (value.scalar().equals(Variations.DEFAULT_WORD)) {
      return Variations.DEFAULT;
    }
    if (!value.isMapping()) {
      top.problem(
          key,
          "expected default, none or a mapping such as {graph_seed: [43, 44]}, got "
              + value.what());
      return null;
    }
    return parse(top.inside(value));
  }

  private Variations parse() {
    add(ProbeFactor.GRAPH_SEED, item -> ProbeVariation.graphSeed(in.integer(item)));
    add(
        ProbeFactor.ATTACHMENT,
        item -> ProbeVariation.attachment(Math.toIntExact(in.integer(item))));
    add(ProbeFactor.GRAPH, this::graph);
    add(ProbeFactor.ALPHA, item -> ProbeVariation.alpha(in.number(item)));
    add(ProbeFactor.QUANTILE, item -> ProbeVariation.quantile(in.number(item)));
    Object steps = steps();
    List<FieldKind> nulls = in.words("nulls", FieldKind.class, List.of(FieldKind.N0));
    return in.build(
        () ->
            new Variations(
                levels.isEmpty() ? Variations.DEFAULT.levels() : levels,
                steps instanceof Integer count ? count : Variations.DEFAULT_STEPS,
                steps instanceof StepList named ? named.steps() : List.of(),
                Set.copyOf(nulls)));
  }

  private ProbeVariation graph(YamlNode item) {
    if (!item.scalar().equals(ProbeVariation.TORUS)) {
      in.problem(
          ProbeFactor.GRAPH.word(), "expected " + ProbeVariation.TORUS + ", got " + item.what());
    }
    return ProbeVariation.torus();
  }

  private void add(ProbeFactor factor, Function<YamlNode, ProbeVariation> level) {
    if (!in.has(factor.word())) {
      return;
    }
    for (YamlNode item : in.items(factor.word())) {
      try {
        levels.add(level.apply(item));
      } catch (IllegalArgumentException | ArithmeticException e) {
        in.problem(factor.word(), e.getMessage());
      }
    }
  }

  /** A number of steps, or a list of them; null for neither. */
  private Object steps() {
    String key = "steps";
    if (!in.has(key)) {
      return null;
    }
    YamlNode value = in.at(key);
    if (value.isInteger()) {
      long count = in.integer(value);
      return (int) Math.max(0, Math.min(count, StepList.MOST));
    }
    try {
      return StepList.parse(value.scalar());
    } catch (IllegalArgumentException e) {
      in.problem(
          key,
          e.getMessage()
              + "; write how many steps are spread over the window, or the steps as text");
      return null;
    }
  }
}
