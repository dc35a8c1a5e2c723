package org.gradienttransport.jobs.floors;

import java.util.List;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.NullFloor;
import org.gradienttransport.udfs.fit.CascadeExponents;
import org.gradienttransport.udfs.fit.FitRule;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;

/**
 * One N0 realisation on a whole ladder: the numbers of each size and the exponents over them.
 *
 * @param ladder the sizes
 * @param step training step
 * @param variant which realisation
 * @param fields stored rows, by ascending N; shorter than the ladder if some are not measured
 * @param exponents the fits, with a status if there are none
 */
record Realisation(
    Ladder ladder, long step, FieldVariant variant, List<Row> fields, CascadeExponents exponents) {

  static Realisation of(Ladder ladder, long step, FieldVariant variant, List<Row> fields) {
    CascadeExponents exponents =
        CascadeExponents.of(
            fields.stream().mapToLong(row -> row.getAs(FieldTransport.N.name())).toArray(),
            fields.stream().mapToLong(row -> row.getAs(FieldTransport.S.name())).toArray(),
            fields.stream().mapToInt(row -> row.getAs(FieldTransport.N_STEPS.name())).toArray(),
            FitRule.strictGrid(ladder.nodes().size()));
    return new Realisation(ladder, step, variant, List.copyOf(fields), exponents);
  }

  boolean fitted() {
    return exponents.size().fitted();
  }

  /** The row of null_floor. */
  Row row() {
    RowBuilder row =
        RowBuilder.of(NullFloor.TABLE)
            .set(NullFloor.LADDER, ladder.name())
            .set(NullFloor.STEP, step)
            .set(NullFloor.REPLICATE, variant.replicate())
            .set(NullFloor.SEED, variant.seed())
            .set(NullFloor.NODES, ladder.nodes())
            .set(NullFloor.METHOD_VERSION, MethodVersion.CURRENT)
            .set(NullFloor.STATUS, exponents.size().status().word())
            .set(NullFloor.MESSAGE, fitted() ? null : message());
    if (fields.size() == ladder.nodes().size()) {
      addNumbers(row);
    }
    addFits(row);
    return row.build();
  }

  private void addNumbers(RowBuilder row) {
    row.set(NullFloor.SIZES, column(FieldTransport.S.name()))
        .set(
            NullFloor.DURATIONS,
            fields.stream()
                .map(field -> (long) field.<Integer>getAs(FieldTransport.N_STEPS.name()))
                .toList())
        .set(NullFloor.EFFICIENCIES, column(FieldTransport.V_REL.name()))
        .set(NullFloor.BACKEND, fields.get(0).getAs(FieldTransport.BACKEND.name()))
        .set(
            NullFloor.SECONDS,
            fields.stream()
                .mapToDouble(field -> field.<Double>getAs(FieldTransport.SECONDS.name()))
                .sum());
  }

  private void addFits(RowBuilder row) {
    PowerLawFit size = exponents.size();
    PowerLawFit duration = exponents.duration();
    PowerLawFit intensive = exponents.intensive();
    row.set(NullFloor.SIZE_EXPONENT, size.slope())
        .set(NullFloor.SIZE_STD_ERROR, size.stdError())
        .set(NullFloor.SIZE_R2, size.r2())
        .set(NullFloor.DURATION_EXPONENT, duration.slope())
        .set(NullFloor.DURATION_STD_ERROR, duration.stdError())
        .set(NullFloor.DURATION_R2, duration.r2())
        .set(NullFloor.INTENSIVE_EXPONENT, intensive.slope())
        .set(NullFloor.INTENSIVE_STD_ERROR, intensive.stdError())
        .set(NullFloor.INTENSIVE_R2, intensive.r2());
  }

  private List<Object> column(String name) {
    return fields.stream().map(field -> field.<Object>getAs(name)).toList();
  }

  private String message() {
    return fields.size()
        + " of "
        + ladder.nodes().size()
        + " sizes are measured; run floors again to measure the others.";
  }
}
