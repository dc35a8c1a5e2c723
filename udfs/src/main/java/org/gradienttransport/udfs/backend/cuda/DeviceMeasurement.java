package org.gradienttransport.udfs.backend.cuda;

import java.util.Arrays;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.BackendField;
import org.gradienttransport.udfs.backend.StoredField;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;

/** One field and the nulls drawn beside it, on one lane. */
final class DeviceMeasurement {
  private final Lane lane;
  private final Lane.Buffers buffers;
  private final DeviceProbe probe;
  private final DeviceNulls nulls;
  private final BackendField field;

  /**
   * @param field null when every variant is N0
   */
  DeviceMeasurement(Lane lane, DeviceGraph graph, ProbeParameters parameters, BackendField field) {
    this.lane = lane;
    this.buffers = lane.buffers();
    this.probe = new DeviceProbe(lane, graph, parameters);
    this.nulls = new DeviceNulls(lane);
    this.field = field;
  }

  List<ProbeResult> measure(List<FieldVariant> variants) {
    ProbeResult[] results = new ProbeResult[variants.size()];
    if (field == null || buffers.drawn() == null) {
      oneAtATime(variants, results);
    } else {
      sideBySide(variants, results);
    }
    return List.copyOf(Arrays.asList(results));
  }

  /** The nulls first, as the real field ends overwritten. */
  private void sideBySide(List<FieldVariant> variants, ProbeResult[] results) {
    DeviceProbe.Surveyed real = upload();
    for (int i = 0; i < results.length; i++) {
      if (variants.get(i).kind() != FieldKind.REAL) {
        nulls.draw(variants.get(i), real.moments(), buffers.field(), buffers.drawn());
        results[i] = probe.relax(buffers.drawn(), probe.surveyDrawn(buffers.drawn()));
      }
    }
    boolean replaced = Arrays.stream(results).anyMatch(result -> result != null);
    if (variants.stream().anyMatch(variant -> variant.kind() == FieldKind.REAL)) {
      if (replaced) {
        // The nulls' active sets took the place of the field's.
        probe.threshold(buffers.field(), real.tau(), real.moments().mean());
      }
      fill(results, probe.relax(buffers.field(), real));
    }
  }

  /** The real field first, as the nulls take its place; uploaded again for each permutation. */
  private void oneAtATime(List<FieldVariant> variants, ProbeResult[] results) {
    DeviceProbe.Surveyed real = field == null ? null : upload();
    ProbeResult relaxed = null;
    if (variants.stream().anyMatch(variant -> variant.kind() == FieldKind.REAL)) {
      relaxed = probe.relax(buffers.field(), real);
    }
    for (int i = 0; i < results.length; i++) {
      FieldVariant variant = variants.get(i);
      if (variant.kind() != FieldKind.REAL) {
        if (variant.kind() == FieldKind.N2) {
          upload(buffers.shares(), buffers.field());
        }
        nulls.draw(
            variant, real == null ? null : real.moments(), buffers.shares(), buffers.field());
        results[i] = probe.relax(buffers.field(), probe.surveyDrawn(buffers.field()));
      }
    }
    fill(results, relaxed);
  }

  private static void fill(ProbeResult[] results, ProbeResult real) {
    for (int i = 0; i < results.length; i++) {
      results[i] = results[i] == null ? real : results[i];
    }
  }

  private DeviceProbe.Surveyed upload() {
    upload(buffers.field(), buffers.shares());
    return probe.survey(buffers.field());
  }

  /**
   * @param other room of the field's size, free until the upload is done
   */
  private void upload(DeviceMemory to, DeviceMemory other) {
    if (field instanceof StoredField stored) {
      new StoredUpload(lane, stored, to, other).run();
    } else {
      lane.staging().upload(field.toDoubles(), to, lane.stream());
    }
  }
}
