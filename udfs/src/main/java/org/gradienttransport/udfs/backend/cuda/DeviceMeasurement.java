package org.gradienttransport.udfs.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.BackendField;
import org.gradienttransport.udfs.backend.HostFields;
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
    return field == null || buffers.drawn() == null ? oneAtATime(variants) : sideBySide(variants);
  }

  private List<ProbeResult> sideBySide(List<FieldVariant> variants) {
    DeviceProbe.Surveyed real = upload();
    return HostFields.nullsFirst(
        variants,
        variant -> {
          nulls.draw(variant, real.moments(), buffers.field(), buffers.drawn());
          return probe.relax(buffers.drawn(), probe.surveyDrawn(buffers.drawn()));
        },
        () -> {
          if (HostFields.drawsNulls(variants)) {
            // The nulls' active sets took the place of the field's.
            probe.threshold(buffers.field(), real.tau(), real.moments().mean());
          }
          return probe.relax(buffers.field(), real);
        });
  }

  /** The real field first, as the nulls take its place; uploaded again for each permutation. */
  private List<ProbeResult> oneAtATime(List<FieldVariant> variants) {
    DeviceProbe.Surveyed real = field == null ? null : upload();
    ProbeResult relaxed = HostFields.hasReal(variants) ? probe.relax(buffers.field(), real) : null;
    List<ProbeResult> results = new ArrayList<>();
    for (FieldVariant variant : variants) {
      results.add(variant.kind() == FieldKind.REAL ? relaxed : drawnInPlace(variant, real));
    }
    return List.copyOf(results);
  }

  private ProbeResult drawnInPlace(FieldVariant variant, DeviceProbe.Surveyed real) {
    if (variant.kind() == FieldKind.N2) {
      upload(buffers.shares(), buffers.field());
    }
    nulls.draw(variant, real == null ? null : real.moments(), buffers.shares(), buffers.field());
    return probe.relax(buffers.field(), probe.surveyDrawn(buffers.field()));
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
