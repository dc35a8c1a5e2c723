package org.gradienttransport.jobs.present.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradienttransport.jobs.measure.FieldMemory;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.udfs.backend.Backend;

/**
 * A plan in words: what would be done, what each unit needs, how it would spread.
 *
 * @param pending what the store lacks
 * @param backend whose memory figures count
 */
public record PlanText(Plan plan, List<UnitWork> pending, Backend backend) {
  public PlanText {
    pending = List.copyOf(pending);
  }

  /**
   * The text, ending in a line break.
   *
   * @param slots fields that can be measured side by side
   * @param waves commits the work is cut into
   * @param heapBytes memory of one executor
   */
  public String text(int slots, int waves, long heapBytes) {
    TextTable table =
        new TextTable(
            "family",
            "scale",
            "N",
            "units",
            "missing",
            "to measure",
            "relaxations",
            "to read",
            "memory of one");
    Map<String, List<Unit>> scales = new LinkedHashMap<>();
    plan.units()
        .forEach(unit -> scales.computeIfAbsent(scale(unit), k -> new ArrayList<>()).add(unit));
    Map<String, List<UnitWork>> work = new LinkedHashMap<>();
    pending.forEach(
        unit -> work.computeIfAbsent(scale(unit.unit()), k -> new ArrayList<>()).add(unit));
    scales.forEach((name, units) -> table.add(row(units, work.getOrDefault(name, List.of()))));
    return table + "\n" + total(slots, waves, heapBytes);
  }

  private List<String> row(List<Unit> units, List<UnitWork> work) {
    Unit first = units.get(0);
    return List.of(
        first.family(),
        first.scale(),
        String.format(Locale.ROOT, "%,d", first.entries()),
        Integer.toString(units.size()),
        Long.toString(units.stream().filter(unit -> unit.missing() != null).count()),
        Integer.toString(work.size()),
        Long.toString(relaxations(work)),
        bytes(work.stream().mapToLong(unit -> unit.unit().inputBytes()).sum()),
        bytes(memory(first)));
  }

  private String total(int slots, int waves, long heapBytes) {
    long largest = plan.units().stream().mapToLong(this::memory).max().orElse(0);
    String fits =
        largest > heapBytes
            ? String.format(
                Locale.ROOT,
                "The largest does not fit: it needs %s and an executor has %s. Raise"
                    + " spark.executor.memory (spark.driver.memory in local mode).",
                bytes(largest),
                bytes(heapBytes))
            : String.format(
                Locale.ROOT,
                "The largest needs %s of an executor's %s; as many run side by side as fit.",
                bytes(largest),
                bytes(heapBytes));
    return String.format(
        Locale.ROOT,
        "%d units, %d of them to measure with %d relaxations, %s to read, in %d waves over %d"
            + " slots.%n%s%n",
        plan.units().size(),
        pending.size(),
        relaxations(pending),
        bytes(pending.stream().mapToLong(unit -> unit.unit().inputBytes()).sum()),
        waves,
        slots,
        fits);
  }

  private long memory(Unit unit) {
    return FieldMemory.most(backend, plan, unit);
  }

  private static long relaxations(Collection<UnitWork> work) {
    return work.stream().mapToLong(unit -> unit.variants().size()).sum();
  }

  private static String scale(Unit unit) {
    return unit.family() + "\u0000" + unit.scale();
  }

  private static String bytes(long count) {
    if (count < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", count / 1e3);
    }
    return count < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
  }
}
