package org.gradienttransport.jobs.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gradienttransport.jobs.check.Finding;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.check.Level;
import org.gradienttransport.jobs.check.SnapshotChanges.Kind;
import org.gradienttransport.jobs.io.Json;

/**
 * A run's {@code alerts.json}: failed checks that somebody should look at, for a pager or a chat.
 */
final class Alerts {
  private Alerts() {}

  static ObjectNode json(String runId, Findings findings) {
    ObjectNode alerts = Json.object().put("run_id", runId);
    ArrayNode list = alerts.putArray("alerts");
    for (Finding finding : findings.checks()) {
      if (finding.outcome() == Outcome.FAIL && finding.level() != Level.INFO) {
        list.addObject()
            .put("level", finding.level().name())
            .put("family", finding.family())
            .put("check", finding.name())
            .put("scope", finding.scope())
            .put("value", finding.value())
            .put("bound", finding.bound())
            .put("message", finding.message());
      }
    }
    SnapshotList.put(alerts, findings.snapshots(), Kind.CHANGED, Kind.DAMAGED, Kind.VANISHED);
    return alerts;
  }
}
