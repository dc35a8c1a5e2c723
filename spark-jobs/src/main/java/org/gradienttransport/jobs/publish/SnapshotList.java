package org.gradienttransport.jobs.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gradienttransport.jobs.check.SnapshotChanges;
import org.gradienttransport.jobs.check.SnapshotChanges.Kind;

/** Changed inputs as JSON: how many of each kind, and which, as far as a small file can say. */
final class SnapshotList {
  /** As many as a small file can name. */
  static final int MOST = 1000;

  private SnapshotList() {}

  /** Adds {@code snapshots} to an object. */
  static void put(ObjectNode target, SnapshotChanges changes, Kind... kinds) {
    ObjectNode snapshots = target.putObject("snapshots");
    for (Kind kind : kinds) {
      ObjectNode of = snapshots.putObject(kind.label()).put("count", changes.of(kind).size());
      ArrayNode first = of.putArray("first");
      changes.of(kind).stream()
          .limit(MOST)
          .forEach(
              change ->
                  first
                      .addObject()
                      .put("family", change.family())
                      .put("scale", change.scale())
                      .put("step", change.step())
                      .put("path", change.path()));
    }
  }
}
