package org.gradienttransport.jobs.measure;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.input.FieldReader;
import org.gradienttransport.jobs.plan.input.FieldRefusedException;

/**
 * The first of a unit's three steps: takes its memory and reads its field.
 *
 * @param families by name
 * @param configuration for the Hadoop file systems
 * @param progress begins to follow a unit
 */
record FieldLoader(
    ExecutorEngine engine,
    Map<String, Family> families,
    Configuration configuration,
    Function<UnitWork, UnitProgress> progress)
    implements FieldAhead.Loader {

  @Override
  public LoadedUnit load(UnitWork work) throws InterruptedException {
    return load(work, engine.memory().admit(need(work)));
  }

  @Override
  public Optional<MemoryLedger.Place> tryAdmit(UnitWork work) {
    return engine.memory().tryAdmit(need(work));
  }

  private MemoryLedger.Need need(UnitWork work) {
    return ExecutorEngine.need(engine.backend(), work);
  }

  @Override
  public LoadedUnit load(UnitWork work, MemoryLedger.Place place) {
    UnitProgress following = progress.apply(work);
    engine.prepare(work);
    if (!work.needsField()) {
      return new LoadedUnit(work, place, new LoadResult.NotNeeded(), 0, following);
    }
    LoadResult result = null;
    long started = System.nanoTime();
    try {
      result = engine.activity().during(1, () -> read(work.unit(), following));
      return new LoadedUnit(work, place, result, System.nanoTime() - started, following);
    } finally {
      if (result == null) {
        place.close();
      }
    }
  }

  private LoadResult read(Unit unit, UnitProgress following) {
    Family family = families.get(unit.family());
    FieldReader reader =
        new FieldReader(
            family,
            family.scale(unit.scale()),
            configuration,
            engine.backend()::collector,
            following::read);
    try {
      return new LoadResult.Loaded(reader.read(unit.from(), unit.to(), unit.entries()));
    } catch (FieldRefusedException e) {
      return Refusal.of(e);
    }
  }
}
