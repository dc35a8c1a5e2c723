package org.gradienttransport.jobs.measure;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.plan.UnitWork;

/** How much one wave holds: at most so many units and so much work. */
public record WaveSize(int units, long cost) {
  /** About a minute of one core's work or so, and never so small that commits dominate. */
  public static final WaveSize DEFAULT = new WaveSize(2_000, 20_000_000_000L);

  /** Consecutive stretches of the work, each one wave. */
  public List<List<UnitWork>> cut(List<UnitWork> work) {
    List<List<UnitWork>> waves = new ArrayList<>();
    List<UnitWork> wave = new ArrayList<>();
    long taken = 0;
    for (UnitWork unit : work) {
      if (!wave.isEmpty() && (wave.size() == units || taken + unit.cost() > cost)) {
        waves.add(wave);
        wave = new ArrayList<>();
        taken = 0;
      }
      wave.add(unit);
      taken += unit.cost();
    }
    if (!wave.isEmpty()) {
      waves.add(wave);
    }
    return waves;
  }
}
