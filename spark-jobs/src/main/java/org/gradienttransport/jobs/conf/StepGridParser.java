package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads {@code steps}: a list of steps and ranges, one range, either as a mapping or as the text of
 * a {@link StepList}, {@code discover: true}, or what {@link StepAxisParser} reads.
 */
final class StepGridParser {
  private final MapReader top;
  private final List<Scale> scales;

  /**
   * @param scales of the family, as far as they are right
   */
  StepGridParser(MapReader top, List<Scale> scales) {
    this.top = top;
    this.scales = scales;
  }

  StepGrid parse() {
    YamlNode value = top.required("steps");
    if (value == null) {
      return null;
    }
    if (value.node() instanceof SequenceNode) {
      return declared(top.items("steps"));
    }
    if (value.isText()) {
      return declared(List.of(value));
    }
    if (!(value.node() instanceof MappingNode)) {
      top.problem(
          "steps",
          "expected a list such as [0, 1, 1000..9000/1000] or {discover: true}, got "
              + value.what());
      return null;
    }
    MapReader in = top.inside(value);
    if (in.has("axis")) {
      return new StepAxisParser(in, scales).parse();
    }
    return in.has("discover") ? discovered(in) : declared(List.of(value));
  }

  private static StepGrid discovered(MapReader in) {
    if (!in.flag("discover")) {
      in.problem("discover", "only true makes sense here; list the steps otherwise");
    }
    long from = in.integer("from", 0);
    long to = in.integer("to", Long.MAX_VALUE);
    return in.build(() -> new StepGrid.Discovered(from, to));
  }

  private StepGrid declared(List<YamlNode> items) {
    MapReader list = top.insideList(top.at("steps"));
    List<Long> steps = new ArrayList<>();
    for (YamlNode item : items) {
      if (item.node() instanceof MappingNode) {
        addAll(steps, range(top.inside(item)));
      } else if (item.isText()) {
        addAll(steps, top.insideList(item).build(() -> StepList.parse(item.scalar()).steps()));
      } else {
        steps.add(top.integer(item));
      }
    }
    return list.build(() -> new StepGrid.Declared(bounded(steps)));
  }

  /** A range that was refused is a problem already. */
  private static void addAll(List<Long> steps, List<Long> more) {
    steps.addAll(more == null ? List.of() : more);
  }

  private static List<Long> bounded(List<Long> steps) {
    if (steps.size() > StepList.MOST) {
      throw new IllegalArgumentException("there are more steps than " + StepList.MOST);
    }
    return steps;
  }

  private static List<Long> range(MapReader in) {
    long from = in.integer("from");
    long to = in.integer("to");
    long every = in.integer("every");
    return in.build(
        () -> {
          String text = "from %d to %d every %d".formatted(from, to, every);
          List<Long> range = StepList.range(text, from, to, every);
          long last = range.get(range.size() - 1);
          if (last != to) {
            throw new IllegalArgumentException(
                "the range from %d every %d does not meet its end %d; its last step is %d"
                    .formatted(from, every, to, last));
          }
          return range;
        });
  }
}
