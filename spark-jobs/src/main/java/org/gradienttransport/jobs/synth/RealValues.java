package org.gradienttransport.jobs.synth;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.FieldStep;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.StepGrid;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.input.FieldReader;
import org.gradienttransport.jobs.input.FieldRefusedException;
import org.gradienttransport.jobs.input.Snapshot;
import org.gradienttransport.jobs.input.SnapshotFile;
import org.gradienttransport.jobs.input.SnapshotLocator;
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
    List<Scale> scales = family.scales();
    Scale scale =
        scaleName == null
            ? scales.get(scales.size() - 1)
            : scales.stream()
                .filter(known -> known.name().equals(scaleName))
                .findFirst()
                .orElseThrow(() -> none(family, "scale " + scaleName));
    List<FieldStep> fields = StepGrid.fields(family.field(), locator.steps(family).steps());
    FieldStep field =
        step == null
            ? fields.get(fields.size() - 1)
            : fields.stream()
                .filter(known -> known.step() == step)
                .findFirst()
                .orElseThrow(() -> none(family, "step " + step));
    List<SnapshotFile> from =
        family.field() == FieldSource.GRADIENT
            ? List.of()
            : files(locator.locate(family, scale, field.fromStep()));
    try {
      double[] values =
          new FieldReader(family, configuration, WidenedField::new)
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
    throw new JobException(
        ExitCode.MISSING_INPUT, "Missing: " + ((Snapshot.Missing) snapshot).message() + ".");
  }

  private static JobException none(Family family, String what) {
    return new JobException(
        ExitCode.USAGE, "The family " + family.name() + " has no " + what + ".");
  }
}
