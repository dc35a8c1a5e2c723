package org.gradienttransport.jobs.measure;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.ProbeWork;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.VariedUnit;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.probe.ProbeParameters;

/** Memory that measuring one field takes, without that of other fields. */
public final class FieldMemory {
  private FieldMemory() {}

  /**
   * Bytes of a field with one graph and the room to relax on it: the most that any of its probes
   * needs, those of its family's variations among them.
   */
  public static long most(Backend backend, Plan plan, Unit unit) {
    List<ProbeWork> probes = new ArrayList<>();
    probes.add(new ProbeWork(ProbeParameters.PAPER, plan.variants(unit)));
    plan.families()
        .get(unit.family())
        .variations()
        .ifPresent(
            asked -> {
              VariedUnit varied =
                  VariedUnit.of(unit, asked.levels(), asked.nulls(), plan.nullReplicates());
              varied
                  .levels()
                  .forEach(one -> probes.add(new ProbeWork(one.parameters(), varied.variants())));
            });
    return probes.stream()
        .mapToLong(probe -> bytes(backend, unit.entries(), probe))
        .max()
        .orElseThrow();
  }

  private static long bytes(Backend backend, long entries, ProbeWork probe) {
    GraphKey graph = GraphKey.of(entries, probe.parameters());
    return entries * Double.BYTES
        + backend.graphBytes(graph)
        + backend.workingBytes(graph, probe.variants());
  }
}
