package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradienttransport.udfs.layout.FieldLayout;

/** Turns the top level of a description into a family; null, with problems, if it cannot. */
final class FamilyParser {
  /** Placeholders that are no variables of a file's own. */
  private static final Set<String> OURS = new TreeSet<>(Set.of("step", "scale", "scale_path"));

  private final MapReader top;

  /** Every scale's name, also of scales that are wrong otherwise: other sections refer to them. */
  private final Set<String> scaleNames = new TreeSet<>();

  /** Values of variables that tell the members of a cohort apart; none of another family. */
  private final Map<String, String> given;

  FamilyParser(MapReader top) {
    this(top, Map.of());
  }

  private FamilyParser(MapReader top, Map<String, String> given) {
    this.top = top;
    this.given = given;
  }

  /** The family, or one for each member that a cohort's template lists. */
  List<Family> parseAll() {
    List<Family> families = new ArrayList<>();
    for (Map<String, String> member : members()) {
      Family family = new FamilyParser(top, member).parse();
      if (family == null) {
        // What is wrong with one member is wrong with all.
        return families;
      }
      families.add(family);
    }
    return families;
  }

  private List<Map<String, String>> members() {
    if (!top.has("members")) {
      return List.of(Map.of());
    }
    MapReader in = top.inside(top.at("members"));
    if (in.keys().size() != 1) {
      top.problem("members", "expected one variable and its values, as in {seed: [1, 2, 3]}");
      return List.of(Map.of());
    }
    String variable = in.keys().get(0);
    Set<String> values = new LinkedHashSet<>();
    for (YamlNode item : in.items(variable)) {
      if (!values.add(in.cell(item))) {
        in.problem(variable, "names the member " + in.cell(item) + " twice");
      }
    }
    in.finish();
    if (!top.text("family").contains("{" + variable + "}") || !top.has("cohort")) {
      top.problem("members", "needs 'cohort', and {" + variable + "} in 'family'");
    }
    return values.stream().map(value -> Map.of(variable, value)).toList();
  }

  private CohortMember cohort() {
    if (!top.has("cohort")) {
      if (top.has("member")) {
        top.problem("member", "is the name of this family within a 'cohort', which is not given");
      }
      return null;
    }
    String cohort = top.text("cohort");
    top.requireName("cohort", cohort);
    String member =
        given.isEmpty() ? top.text("member") : top.text("member", String.join("-", given.values()));
    return new CohortMember(cohort, filled(top, "member", member, given));
  }

  Family parse() {
    Map<String, String> variables = new TreeMap<>(variables(top));
    variables.putAll(given);
    String name = filled(top, "family", top.text("family"), variables);
    if (!name.isEmpty()) {
      top.requireName("family", name);
    }
    String title = top.text("title");
    for (Map.Entry<String, String> value : given.entrySet()) {
      title = title.replace("{" + value.getKey() + "}", value.getValue());
    }
    String line = title;
    String note = top.text("note", "");
    FieldSource field = top.choice("field", FieldSource.class);
    String root = root(variables);
    List<Scale> scales = top.sections("scales", in -> scale(in, variables));
    Snapshots snapshot = top.section("snapshot", LayoutParser::snapshots);
    StepGrid steps = new StepGridParser(top, scales).parse();
    Grid grid = top.choice("grid", Grid.class, Grid.STRICT);
    FieldLayout layout = top.section("tensors", LayoutParser::layout);
    Integer expectedTensors = expectedTensors();
    WindowBounds window = window();
    Schedule schedule =
        top.section("schedule", Schedule.UNKNOWN, in -> new ScheduleParser(in, scaleNames).parse());
    PerformanceFiles performance = performance();
    Variations variations = VariationsParser.ofFamily(top);
    HubSource hub =
        top.section("hub", null, in -> snapshot == null ? null : LayoutParser.hub(in, snapshot));
    CohortMember cohort = cohort();
    return top.build(
        () ->
            new Family(
                name,
                line,
                note,
                field,
                root,
                scales,
                snapshot,
                steps,
                grid,
                layout,
                schedule,
                new Family.Declared(
                    expectedTensors, window, performance, hub, cohort, variations)));
  }

  /** Values of placeholders; numbers are taken as they are written. */
  private static Map<String, String> variables(MapReader in) {
    if (!in.has("variables")) {
      return Map.of();
    }
    MapReader values = in.inside(in.at("variables"));
    Map<String, String> variables = new TreeMap<>();
    for (String name : values.keys()) {
      values.has(name);
      String value = values.cell(values.at(name));
      if (!name.matches("[a-z][a-z0-9_]*") || OURS.contains(name)) {
        values.problem(
            name, "is no name for a variable; use lower-case letters, digits and '_', not " + OURS);
      } else if (value.matches(".*[{}*].*")) {
        values.problem(name, "a value is plain text without '{', '}' and '*'");
      }
      variables.put(name, value);
    }
    values.finish();
    return variables;
  }

  /** Text with variables filled in; a variable without a value is a problem. */
  private static String filled(
      MapReader in, String key, String text, Map<String, String> variables) {
    try {
      return text.isBlank() ? text : new StepTemplate(text).with(variables).text();
    } catch (IllegalArgumentException e) {
      in.problem(key, e.getMessage());
      return text;
    }
  }

  private String root(Map<String, String> variables) {
    String root = top.text("root");
    if (root.isBlank()) {
      if (top.has("root") && top.at("root").isText()) {
        top.problem("root", "the root is blank; name the directory that holds the scales");
      }
      return "";
    }
    // A password is refused before any message could repeat it.
    return top.root(Credentials.within(root) ? root : filled(top, "root", root, variables));
  }

  private Scale scale(MapReader in, Map<String, String> shared) {
    String name = in.text("name");
    if (!scaleNames.add(name)) {
      in.problem("name", "two scales have the same name " + name + "; give each its own");
    }
    Map<String, String> variables = new TreeMap<>(shared);
    variables.putAll(variables(in));
    String path = in.text("path", name);
    long entries = in.integer("entries");
    long parameters = in.integer("parameters", entries);
    Snapshots snapshot = in.section("snapshot", null, LayoutParser::snapshots);
    FieldLayout layout = in.section("tensors", null, LayoutParser::layout);
    Map<Long, String> stepNames = stepNames(in);
    Map<String, String> all = new TreeMap<>(variables);
    all.put("scale", name);
    String place = filled(in, "path", path, all);
    return in.build(
        () ->
            new Scale(
                name,
                place,
                entries,
                parameters,
                new Scale.Own(variables, snapshot, layout, stepNames)));
  }

  private static Map<Long, String> stepNames(MapReader in) {
    if (!in.has("step_names")) {
      return Map.of();
    }
    MapReader names = in.inside(in.at("step_names"));
    Map<Long, String> byStep = new TreeMap<>();
    for (String step : names.keys()) {
      String name = names.cell(names.required(step));
      if (step.matches("\\d{1,18}")) {
        byStep.put(Long.valueOf(step), name);
      } else {
        names.problem(step, "expected a step and its name, as in {7: final}");
      }
    }
    names.finish();
    return byStep;
  }

  private Integer expectedTensors() {
    if (!top.has("expected_tensors")) {
      return null;
    }
    long expected = top.integer("expected_tensors");
    if (expected < 1 || expected > Integer.MAX_VALUE) {
      top.problem("expected_tensors", "expected a positive number of tensors, got " + expected);
    }
    return (int) expected;
  }

  private WindowBounds window() {
    if (!top.has("window") || top.at("window").scalar().equals("auto")) {
      return null;
    }
    if (!top.at("window").scalar().isEmpty()) {
      top.problem(
          "window", "expected auto or {from: ..., to: ...}, got " + top.at("window").what());
      return null;
    }
    MapReader in = top.inside(top.at("window"));
    long from = in.integer("from");
    long to = in.integer("to");
    return in.build(() -> new WindowBounds(from, to));
  }

  private PerformanceFiles performance() {
    if (!top.has("performance") || top.at("performance").scalar().equals("none")) {
      return null;
    }
    return new PerformanceParser(top.inside(top.at("performance")), scaleNames).parse();
  }
}
