package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gradienttransport.jobs.check.SnapshotChanges.Kind;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;

/**
 * A run's {@code alerts.json}: failed checks that somebody should look at, for a pager or a chat.
 */
final class Alerts {
  private Alerts() {}

  static ObjectNode json(String runId, Findings findings) {
    ObjectNode alerts = Json.object().put("run_id", runId);
    ArrayNode list = alerts.putArray("alerts");
    for (CheckResult failed : findings.failed()) {
      if (failed.level() != Level.INFO) {
        list.addObject()
            .put("level", failed.level().word())
            .put("family", failed.family())
            .put("check", failed.name())
            .put("scope", failed.scope())
            .put("value", failed.value())
            .put("bound", failed.bound())
            .put("message", failed.message());
      }
    }
    SnapshotList.put(alerts, findings.snapshots(), Kind.CHANGED, Kind.DAMAGED, Kind.VANISHED);
    return alerts;
  }
}
