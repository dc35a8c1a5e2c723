package org.gradienttransport.jobs.measure;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.jobs.input.FieldRefusedException;
import org.gradienttransport.jobs.input.LoadedField;
import org.gradienttransport.jobs.input.SnapshotFile;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.backend.Measured;
import org.gradienttransport.udfs.probe.FieldMoments;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.gradienttransport.udfs.probe.ProbeResult;

/** Turns measurements and refusals into rows of field_transport. */
public final class FieldRows {
  /** Columns of a measured row on its way to the store. */
  public static final StructType SCHEMA = MeasurementStore.MEASURED;

  private final Unit unit;
  private final String settings;

  FieldRows(Unit unit, MeasureSettings settings) {
    this.unit = unit;
    this.settings = settings.canonical();
  }

  /**
   * The row of one relaxation.
   *
   * @param index of the relaxation among those measured together
   * @param field what was loaded; null for a standard Gaussian null measured without it
   * @param seconds wall-clock time attributed to this relaxation
   */
  Row measured(
      FieldVariant variant, int index, Measured measured, LoadedField field, double seconds) {
    ProbeResult result = measured.results().get(index);
    RowBuilder row = common(variant);
    FieldMoments moments = result.moments();
    long n = result.nodes();
    row.set(FieldTransport.TAU, result.tau())
        .set(FieldTransport.S, result.size())
        .set(FieldTransport.N_STEPS, result.steps())
        .set(FieldTransport.HIT_CEILING, result.hitCeiling())
        .set(FieldTransport.INITIAL_ACTIVE, result.initialActive())
        .set(FieldTransport.PEAK_ACTIVE, result.peakActive())
        .set(FieldTransport.ACTIVE_COUNTS, Arrays.stream(result.activeCounts()).boxed().toList())
        .set(FieldTransport.FIELD_MIN, moments.min())
        .set(FieldTransport.FIELD_MAX, moments.max())
        .set(FieldTransport.FIELD_MEAN, moments.mean())
        .set(FieldTransport.FIELD_VARIANCE, moments.variance())
        .set(FieldTransport.ZERO_SHARE, (double) moments.zeros() / n)
        .set(FieldTransport.SUM_BEFORE, moments.sum())
        .set(FieldTransport.SUM_AFTER, result.sumAfter())
        .set(FieldTransport.NORMALIZED_DURATION, (double) result.steps() / n)
        .set(FieldTransport.BACKEND, measured.backend())
        .set(FieldTransport.DEVICE, measured.device())
        .set(FieldTransport.BACKEND_REASON, measured.reason())
        .set(FieldTransport.SECONDS, seconds);
    if (result.steps() > 0) {
      row.set(FieldTransport.V_ABS, (double) result.size() / result.steps())
          .set(FieldTransport.V_REL, (double) result.size() / ((double) n * result.steps()));
    }
    describeStatus(row, result);
    describeContent(row, variant, field);
    return keyed(variant, row);
  }

  private static void describeStatus(RowBuilder row, ProbeResult result) {
    if (result.size() == 0) {
      row.set(FieldTransport.STATUS, "no_activity")
          .set(
              FieldTransport.MESSAGE,
              "No node lies above the threshold, so nothing fires; the field leaves every fit.");
    } else if (result.hitCeiling()) {
      row.set(FieldTransport.STATUS, "ceiling")
          .set(
              FieldTransport.MESSAGE,
              "Nodes were still active after "
                  + result.steps()
                  + " relaxation steps; the field leaves every fit.");
    } else {
      row.set(FieldTransport.STATUS, "ok");
    }
  }

  private void describeContent(RowBuilder row, FieldVariant variant, LoadedField field) {
    row.set(FieldTransport.MEASUREMENT_KEY, measurementKey(variant, field));
    if (variant.kind() != FieldKind.N0) {
      row.set(FieldTransport.CONTENT_HASH, field.contentHash())
          .set(FieldTransport.FROM_CONTENT_HASH, field.fromContentHash());
    }
  }

  /** Key of a measurement by content: equal keys, equal numbers, wherever the field came from. */
  String measurementKey(FieldVariant variant, LoadedField field) {
    if (variant.kind() == FieldKind.N0) {
      return unit.lookupKey(settings, variant);
    }
    return Hashes.sha256(
        settings
            + "|"
            + variant.kind().word()
            + "|"
            + variant.replicate()
            + "|"
            + variant.seed()
            + "|"
            + field.contentHash()
            + "|"
            + field.fromContentHash());
  }

  /** The row of a relaxation whose numbers are known from a field of the same content. */
  Row reused(FieldVariant variant, Row known) {
    return keyed(variant, identify(RowBuilder.from(FieldTransport.TABLE, known), variant));
  }

  /** The row of a relaxation that could not be made. */
  Row refused(FieldVariant variant, FieldRefusedException refusal) {
    RowBuilder row =
        common(variant)
            .set(FieldTransport.STATUS, refusal.status())
            .set(FieldTransport.MESSAGE, refusal.getMessage());
    return keyed(variant, row);
  }

  private RowBuilder common(FieldVariant variant) {
    return identify(RowBuilder.of(FieldTransport.TABLE), variant)
        .set(FieldTransport.METHOD_VERSION, MethodVersion.CURRENT)
        .set(FieldTransport.MEASURED_AT, Timestamp.from(Instant.now()));
  }

  private RowBuilder identify(RowBuilder row, FieldVariant variant) {
    return row.set(FieldTransport.FAMILY, unit.family())
        .set(FieldTransport.SCALE, unit.scale())
        .set(FieldTransport.FROM_STEP, unit.fromStep())
        .set(FieldTransport.STEP, unit.step())
        .set(FieldTransport.FIELD_KIND, variant.kind().word())
        .set(FieldTransport.REPLICATE, variant.replicate())
        .set(FieldTransport.N, unit.entries())
        .set(FieldTransport.SEED, variant.kind() == FieldKind.REAL ? null : variant.seed())
        .set(FieldTransport.INPUT_PATH, firstPath(unit.to()))
        .set(FieldTransport.FROM_INPUT_PATH, firstPath(unit.from()))
        .set(FieldTransport.INPUT_BYTES, unit.inputBytes());
  }

  private static String firstPath(List<SnapshotFile> files) {
    return files.isEmpty() ? null : files.get(0).path();
  }

  private Row keyed(FieldVariant variant, RowBuilder row) {
    Row columns = row.build();
    Object[] values = new Object[columns.length() + 1];
    values[0] = unit.lookupKey(settings, variant);
    for (int i = 0; i < columns.length(); i++) {
      values[i + 1] = columns.get(i);
    }
    return RowFactory.create(values);
  }
}
