package org.gradienttransport.jobs.conf;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads {@code schedule}: the learning rate over the steps. */
final class ScheduleParser {
  private final MapReader in;
  private final Set<String> scaleNames;

  ScheduleParser(MapReader in, Set<String> scaleNames) {
    this.in = in;
    this.scaleNames = new TreeSet<>(scaleNames);
  }

  Schedule parse() {
    Schedule.Kind kind = in.choice("kind", Schedule.Kind.class);
    if (in.unsound()) {
      return null; // Which keys belong here depends on the kind.
    }
    if (kind == Schedule.Kind.NONE) {
      return in.build(() -> Schedule.UNKNOWN);
    }
    Map<String, Double> peak = peak();
    long warmup = in.integer("warmup_steps", 0);
    long total = kind.decays() ? in.integer("total_steps") : 0;
    boolean floored = kind.decays() && kind != Schedule.Kind.LINEAR_TO_ZERO;
    double floor = floored ? in.number("floor_ratio", 0) : 0;
    Schedule.Course course = course(kind, total);
    return in.build(() -> new Schedule(kind, peak, warmup, total, floor, course));
  }

  private Schedule.Course course(Schedule.Kind kind, long total) {
    return switch (kind) {
      case WARMUP_STABLE_DECAY -> new Schedule.Course(in.integer("decay_from"), decay(), Map.of());
      case CONSTANT_WITH_COOLDOWN ->
          new Schedule.Course(total - in.integer("cooldown_steps"), decay(), Map.of());
      case TABLE -> new Schedule.Course(0, Schedule.Decay.LINEAR, table());
      default -> Schedule.Course.PLAIN;
    };
  }

  private Schedule.Decay decay() {
    return in.choice("decay", Schedule.Decay.class, Schedule.Decay.LINEAR);
  }

  private Map<Long, Double> table() {
    Map<Long, Double> table = new HashMap<>();
    YamlNode value = in.required("table");
    if (value == null) {
      return table;
    }
    MapReader rates = in.inside(value);
    for (String step : rates.keys()) {
      rates.has(step);
      if (step.matches("\\d{1,15}")) {
        table.put(Long.valueOf(step), rates.number(rates.at(step)));
      } else {
        rates.problem(step, "expected a step, in digits");
      }
    }
    return table;
  }

  private Map<String, Double> peak() {
    Map<String, Double> peak = new HashMap<>();
    YamlNode value = in.required("peak");
    if (value == null) {
      return peak;
    }
    if (!(value.node() instanceof MappingNode)) {
      double rate = in.number(value);
      scaleNames.forEach(scale -> peak.put(scale, rate));
      return peak;
    }
    MapReader rates = in.inside(value);
    for (String scale : rates.keys()) {
      if (scaleNames.contains(scale)) {
        peak.put(scale, rates.number(rates.at(scale)));
      } else {
        rates.problem(scale, "is no scale of this family; " + Nearest.hint(scale, scaleNames));
      }
    }
    for (String scale : scaleNames) {
      if (!rates.has(scale)) {
        in.problem("peak", "scale '" + scale + "' has no peak rate; add it");
      }
    }
    return peak;
  }
}
