package org.gradienttransport.jobs.measure;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Set;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.StageTimes;
import org.gradienttransport.udfs.backend.StageTimes.Stage;
import org.gradienttransport.udfs.graph.GraphKey;

/**
 * Work of several units, stage by stage, and the time it took. The amount of a stage is in bytes
 * for reading, in nodes of different graphs for building them, and in entries for the others.
 */
final class StageWork implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<Stage, Long> amounts = new EnumMap<>(Stage.class);
  private final EnumMap<Stage, Long> nanos = new EnumMap<>(Stage.class);
  private long units;

  /** The work that a unit is planned to be, without its graph. */
  static StageWork of(UnitWork work) {
    long nulls = work.variants().stream().filter(one -> one.kind() != FieldKind.REAL).count();
    return of(work, work.needsField(), nulls, work.variants().size());
  }

  /**
   * The work that a unit was, without its graph.
   *
   * @param read whether its files were read
   * @param drawn nulls drawn
   * @param relaxed relaxations made
   */
  static StageWork of(UnitWork work, boolean read, long drawn, long relaxed) {
    long entries = work.unit().entries();
    StageWork sums = new StageWork();
    sums.units = 1;
    sums.amounts.put(Stage.READ, read ? work.unit().inputBytes() : 0);
    sums.amounts.put(Stage.DRAW, entries * drawn);
    sums.amounts.put(Stage.MOMENTS, entries * relaxed);
    sums.amounts.put(Stage.RELAX, entries * relaxed);
    return sums;
  }

  StageWork withGraphs(Set<GraphKey> graphs) {
    amounts.merge(Stage.GRAPH, graphs.stream().mapToLong(GraphKey::nodes).sum(), Long::sum);
    return this;
  }

  StageWork took(StageTimes times) {
    for (Stage stage : Stage.values()) {
      nanos.merge(stage, times.nanos(stage), Long::sum);
    }
    return this;
  }

  void add(StageWork other) {
    units += other.units;
    other.amounts.forEach((stage, more) -> amounts.merge(stage, more, Long::sum));
    other.nanos.forEach((stage, more) -> nanos.merge(stage, more, Long::sum));
  }

  long units() {
    return units;
  }

  long amount(Stage stage) {
    return amounts.getOrDefault(stage, 0L);
  }

  double seconds(Stage stage) {
    return nanos.getOrDefault(stage, 0L) * 1e-9;
  }
}
