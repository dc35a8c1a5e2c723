package org.gradienttransport.jobs.hub.synth;

import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.FieldStep;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.StepGrid;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.plan.input.FieldReader;
import org.gradienttransport.jobs.plan.input.FieldRefusedException;
import org.gradienttransport.jobs.plan.input.Snapshot;
import org.gradienttransport.jobs.plan.input.SnapshotFile;
import org.gradienttransport.jobs.plan.input.SnapshotLocator;
import org.gradienttransport.udfs.backend.WidenedField;

/**
 * A real field that lends its entries.
 *
 * @param what the field is called in the generated family's description
 * @param values its entries
 */
@SuppressWarnings("ArrayRecordComponent") // handed on whole, never compared
public record RealValues(String what, double[] values) {

  /**
   * Reads one field of a family.
   *
   * @param scaleName of the family, or null for its largest
   * @param step of the field, or null for its last
   * @throws JobException when there is no such field or it cannot be read
   */
  public static RealValues read(
      Family family, String scaleName, Long step, Configuration configuration) {
    SnapshotLocator locator = new SnapshotLocator(configuration);
    Scale scale = lastOr(family, "scale", scaleName, Scale::name, family.scales());
    List<FieldStep> fields = StepGrid.fields(family.field(), locator.steps(family).of(scale));
    FieldStep field = lastOr(family, "step", step, FieldStep::step, fields);
    List<SnapshotFile> from =
        family.field() == FieldSource.GRADIENT
            ? List.of()
            : files(locator.locate(family, scale, field.fromStep()));
    try {
      double[] values =
          new FieldReader(family, scale, configuration, WidenedField::new)
              .read(from, files(locator.locate(family, scale, field.step())), scale.entries())
              .values()
              .toDoubles();
      return new RealValues(family.name() + " " + scale.name() + " step " + field.step(), values);
    } catch (FieldRefusedException e) {
      throw new JobException(ExitCode.BAD_DATA, e.getMessage(), e);
    }
  }

  private static List<SnapshotFile> files(Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Found found) {
      return found.files();
    }
    throw JobException.missing("Missing: " + ((Snapshot.Missing) snapshot).message() + ".");
  }

  /** The last one, or the one with the wanted key if a key is wanted. */
  private static <T, K> T lastOr(
      Family family, String what, K wanted, Function<T, K> key, List<T> all) {
    if (wanted == null) {
      return all.get(all.size() - 1);
    }
    return all.stream()
        .filter(one -> key.apply(one).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                JobException.usage(
                    "The family " + family.name() + " has no " + what + " " + wanted + "."));
  }
}
