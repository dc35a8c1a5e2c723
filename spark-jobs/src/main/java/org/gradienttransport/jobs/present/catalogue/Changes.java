package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Run;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Quantity;

/** What differs between a run and the one before it. */
public final class Changes {
  private static final List<Quantity> SUMMARISED =
      List.of(Quantity.D, Quantity.Z, Quantity.BETA, Quantity.DELTA, Quantity.CV_V_REL);

  /**
   * One difference.
   *
   * @param before in the earlier run; empty when it was not there
   * @param now in this run; empty when it is not there
   */
  public record Change(String what, String before, String now) {}

  private final List<Change> changes = new ArrayList<>();

  private Changes() {}

  /** All differences, run facts first. */
  public static List<Change> between(Rows before, Rows now) {
    Changes changes = new Changes();
    changes.runFacts(before.of(Run.ROWS), now.of(Run.ROWS));
    changes.compare(fields(before), fields(now));
    changes.compare(windows(before), windows(now));
    changes.compare(checks(before), checks(now));
    return List.copyOf(changes.changes);
  }

  private void runFacts(List<Run> before, List<Run> now) {
    if (before.isEmpty() || now.isEmpty()) {
      return;
    }
    Run earlier = before.get(0);
    Run later = now.get(0);
    addIfDifferent("as of", earlier.asOf(), later.asOf());
    addIfDifferent("code version", earlier.codeVersion(), later.codeVersion());
    addIfDifferent("method version", earlier.methodVersion(), later.methodVersion());
    addIfDifferent("configuration hash", earlier.configurationHash(), later.configurationHash());
    addIfDifferent("inputs", earlier.inputs(), later.inputs());
    addIfDifferent("fields", earlier.fields(), later.fields());
  }

  /**
   * A thing that both runs may have.
   *
   * @param values what may differ, by name; may hold nulls
   */
  private record Thing(String name, Map<String, Object> values) {
    Thing(String name) {
      this(name, new LinkedHashMap<>());
    }

    Thing with(String what, Object value) {
      values.put(what, value);
      return this;
    }
  }

  private static List<Thing> fields(Rows rows) {
    return rows.of(FieldTransport.ROWS).stream()
        .filter(FamilyRows::real)
        .collect(groupingBy(row -> row.key().family(), TreeMap::new, toList()))
        .entrySet()
        .stream()
        .map(of -> fields(of.getKey(), of.getValue()))
        .toList();
  }

  private static Thing fields(String family, List<FieldTransport> fields) {
    return new Thing(family)
        .with("fields", fields.size())
        .with(FieldStatus.OK.word(), fields.stream().filter(FamilyRows::ok).count())
        .with("steps", fields.stream().map(row -> row.key().step()).distinct().count())
        .with("last step", fields.stream().mapToLong(row -> row.key().step()).max().orElse(0));
  }

  private static List<Thing> windows(Rows rows) {
    return rows.of(WindowSummary.ROWS).stream()
        .filter(row -> FamilyRows.stable(row) && FamilyRows.whole(row))
        .filter(row -> row.realisation().isReal() && SUMMARISED.contains(row.quantity()))
        .sorted(
            Comparator.comparing(WindowSummary::family).thenComparing(row -> row.quantity().word()))
        .map(
            row ->
                new Thing(row.family() + ", " + row.quantity().word())
                    .with("mean", row.mean())
                    .with("count", row.count())
                    .with("from step", row.fromStep())
                    .with("to step", row.toStep()))
        .toList();
  }

  private static List<Thing> checks(Rows rows) {
    return rows.of(CheckResult.ROWS).stream()
        .sorted(
            Comparator.comparing(CheckResult::family)
                .thenComparing(CheckResult::name)
                .thenComparing(CheckResult::scope))
        .map(
            row ->
                new Thing(row.family() + ", " + row.name() + ", " + row.scope())
                    .with("status", row.status().word()))
        .toList();
  }

  private void compare(List<Thing> before, List<Thing> now) {
    Map<String, Thing> earlier = new HashMap<>();
    before.forEach(thing -> earlier.put(thing.name(), thing));
    for (Thing thing : now) {
      Thing past = Optional.ofNullable(earlier.remove(thing.name())).orElse(new Thing(""));
      thing
          .values()
          .forEach(
              (what, value) ->
                  addIfDifferent(thing.name() + ": " + what, past.values().get(what), value));
    }
    earlier.keySet().stream().sorted().forEach(name -> changes.add(new Change(name, "there", "")));
  }

  private void addIfDifferent(String what, Object earlier, Object later) {
    String before = shown(earlier);
    String now = shown(later);
    if (!before.equals(now)) {
      changes.add(new Change(what, before, now));
    }
  }

  private static String shown(Object value) {
    return value == null ? "" : value.toString();
  }
}
