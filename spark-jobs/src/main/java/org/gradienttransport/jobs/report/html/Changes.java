package org.gradienttransport.jobs.report.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What differs between a run and the one before it. */
final class Changes {
  private static final String WINDOW =
      """
      select family, quantity, mean, count, from_step, to_step
      from window_summary
      where window_name = 'stable' and field_kind = 'real' and scale = 'all'
        and quantity in ('D', 'z', 'beta', 'delta', 'cv_v_rel')
      order by family, quantity""";
  private static final String CHECKS =
      "select family, name, scope, status, level, message from check_result"
          + " order by family, name, scope";
  private static final String FIELDS =
      """
      select family, count(*) as fields, count_if(status = 'ok') as ok,
        count(distinct step) as steps, max(step) as last_step
      from field_transport
      where field_kind = 'real'
      group by family
      order by family""";
  private static final List<String> RUN_FACTS =
      List.of("as_of", "code_version", "method_version", "configuration_hash", "inputs", "fields");

  /**
   * One difference.
   *
   * @param what it is about
   * @param before in the earlier run; empty when it was not there
   * @param now in this run; empty when it is not there
   */
  record Change(String what, String before, String now) {}

  private final ReportSource now;
  private final ReportSource before;
  private final List<Change> changes = new ArrayList<>();

  private Changes(ReportSource now, ReportSource before) {
    this.now = now;
    this.before = before;
  }

  static List<Change> between(ReportSource before, ReportSource now) {
    Changes changes = new Changes(now, before);
    changes.runFacts();
    changes.compare(FIELDS, List.of("family"), List.of("fields", "ok", "steps", "last_step"));
    changes.compare(
        WINDOW, List.of("family", "quantity"), List.of("mean", "count", "from_step", "to_step"));
    changes.compare(CHECKS, List.of("family", "name", "scope"), List.of("status"));
    return List.copyOf(changes.changes);
  }

  private void runFacts() {
    QueryResult earlier = before.query("select * from run");
    QueryResult later = now.query("select * from run");
    if (earlier.isEmpty() || later.isEmpty()) {
      return;
    }
    for (String fact : RUN_FACTS) {
      addIfDifferent(fact.replace('_', ' '), earlier.text(0, fact), later.text(0, fact));
    }
  }

  private void compare(String sql, List<String> key, List<String> values) {
    QueryResult earlier = before.query(sql);
    QueryResult later = now.query(sql);
    Map<String, Integer> places = new HashMap<>();
    for (int row = 0; row < earlier.size(); row++) {
      places.put(key(earlier, row, key), row);
    }
    for (int row = 0; row < later.size(); row++) {
      String name = key(later, row, key);
      Integer place = places.remove(name);
      for (String value : values) {
        addIfDifferent(
            name + ": " + value.replace('_', ' '),
            place == null ? "" : shown(earlier.get(place, value)),
            shown(later.get(row, value)));
      }
    }
    places.keySet().stream().sorted().forEach(name -> changes.add(new Change(name, "there", "")));
  }

  private void addIfDifferent(String what, String earlier, String later) {
    if (!Objects.equals(earlier, later)) {
      changes.add(new Change(what, earlier, later));
    }
  }

  private static String key(QueryResult rows, int row, List<String> key) {
    return String.join(", ", key.stream().map(column -> rows.text(row, column)).toList());
  }

  private static String shown(Object value) {
    return value == null ? "" : value.toString();
  }
}
