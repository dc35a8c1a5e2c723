package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code steps}: a list of steps and ranges, one range, or {@code discover: true}. */
final class StepGridParser {
  private final MapReader top;

  StepGridParser(MapReader top) {
    this.top = top;
  }

  StepGrid parse() {
    YamlNode value = top.required("steps");
    if (value == null) {
      return null;
    }
    if (value.node() instanceof SequenceNode) {
      return declared(top.items("steps"));
    }
    if (!(value.node() instanceof MappingNode)) {
      top.problem(
          "steps",
          "expected a list such as [0, 1, {from: 1000, to: 9000, every: 1000}] or {discover: true},"
              + " got "
              + value.what());
      return null;
    }
    MapReader in = top.inside(value);
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
        addRange(top.inside(item), steps);
      } else {
        steps.add(top.integer(item));
      }
    }
    return list.build(() -> new StepGrid.Declared(steps));
  }

  private static void addRange(MapReader in, List<Long> steps) {
    long from = in.integer("from");
    long to = in.integer("to");
    long every = in.integer("every");
    List<Long> range = in.build(() -> range(from, to, every, StepGrid.MOST_STEPS - steps.size()));
    if (range != null) {
      steps.addAll(range);
    }
  }

  private static List<Long> range(long from, long to, long every, long most) {
    if (from < 0 || to < from || every < 1) {
      throw new IllegalArgumentException(
          "from %d to %d every %d is no range of steps".formatted(from, to, every));
    }
    if ((to - from) % every != 0) {
      throw new IllegalArgumentException(
          "the range from %d every %d does not meet its end %d; its last step is %d"
              .formatted(from, every, to, to - (to - from) % every));
    }
    if ((to - from) / every >= most) {
      throw new IllegalArgumentException(
          "the range has more steps than the " + StepGrid.MOST_STEPS + " a grid may have");
    }
    List<Long> range = new ArrayList<>();
    for (long count = 0; count <= (to - from) / every; count++) {
      range.add(from + count * every);
    }
    return range;
  }
}
