package org.gradienttransport.jobs.scaling;

import java.util.Map;
import java.util.Optional;
import org.gradienttransport.jobs.conf.study.RowColumns;
import org.gradienttransport.jobs.conf.study.RowColumns.RowName;
import org.gradienttransport.jobs.conf.study.RowFilter;
import org.gradienttransport.jobs.conf.study.RowQuantity;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.scaling.rows.Cells;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.scaling.accounting.Compute;
import org.gradienttransport.udfs.scaling.accounting.ModelShape;

/** Makes a row of {@code scaling_run} of the cells of a file's row. */
final class RowAssembler {
  /** What a row is called whose run cannot be read. */
  static final String UNNAMED = "unnamed";

  private final Study study;
  private final RowColumns columns;

  RowAssembler(Study study) {
    this.study = study;
    this.columns = study.columns();
  }

  /**
   * The row, with status and message if something is wrong with it; empty if a condition of the
   * study leaves it out.
   *
   * @param input the file
   * @param place where in the file it is
   */
  Optional<ScalingRun> assemble(String input, String place, Cells cells) {
    RowReading reading = new RowReading(cells);
    for (RowFilter filter : study.filters()) {
      if (filter instanceof RowFilter.OfCell condition && !admits(condition, cells, reading)) {
        return Optional.empty();
      }
    }
    return Optional.of(row(input, place, reading)).filter(this::admits);
  }

  /** A row of which nothing can be read. */
  ScalingRun unreadable(String input, ScalingRunStatus status, String message) {
    return new ScalingRun(
        new ScalingRun.RunKey(study.name(), Word.ALL, UNNAMED, 0),
        new ScalingRun.Size(null, null),
        new ScalingRun.Effort(null, null, null, null, null, null, null, null),
        new ScalingRun.Loss(null, null, null, null),
        input,
        status,
        message,
        null);
  }

  private static boolean admits(RowFilter.OfCell filter, Cells cells, RowReading reading) {
    for (Map.Entry<String, String> condition : filter.when().entrySet()) {
      if (!same(cells.cell(condition.getKey()).orElse(""), condition.getValue())) {
        return true;
      }
    }
    String text = cells.cell(filter.column()).orElse("");
    if (!filter.oneOf().isEmpty()
        && filter.oneOf().stream().noneMatch(wanted -> same(text, wanted))) {
      return false;
    }
    if (filter.bounds().none()) {
      return true;
    }
    Optional<Double> number = RowReading.number(text);
    if (number.isEmpty()) {
      reading.refuse(
          ScalingRunStatus.NOT_A_NUMBER,
          "%s is '%s', which no bound of where can be held against"
              .formatted(filter.column(), RowReading.shown(text)));
      return true;
    }
    return filter.bounds().admit(number.get());
  }

  /** What is wrong with a row is not left out. */
  private boolean admits(ScalingRun row) {
    for (RowFilter filter : study.filters()) {
      if (row.usable()
          && filter instanceof RowFilter.OfQuantity condition
          && !condition.bounds().admit(value(row, condition.quantity()))) {
        return false;
      }
    }
    return true;
  }

  private static double value(ScalingRun row, RowQuantity quantity) {
    Number value =
        switch (quantity) {
          case PARAMS -> row.size().params();
          case TOKENS -> row.effort().tokens();
          case STEPS -> row.effort().steps();
          case FLOPS -> row.effort().flops();
          default -> row.measured().loss();
        };
    return value == null ? Double.NaN : value.doubleValue();
  }

  /** Equal as texts, or as numbers: 1.0 is 1. */
  private static boolean same(String cell, String wanted) {
    if (cell.equals(wanted)) {
      return true;
    }
    Optional<Double> number = RowReading.number(cell);
    return number.isPresent() && number.equals(RowReading.number(wanted));
  }

  private ScalingRun row(String input, String place, RowReading reading) {
    reading.readNumbers(columns);
    String series = reading.name(columns, RowName.SERIES).orElse(Word.ALL);
    String run = reading.name(columns, RowName.RUN).orElse(UNNAMED);
    String tokenizer = reading.name(columns, RowName.TOKENIZER).orElse(null);
    ParamsKind paramsKind = reading.word(columns.paramsKind());
    Optional<ModelShape> shape = shape(reading);
    double params = params(reading, shape, paramsKind);
    double tokens = tokens(reading, params);
    ScalingRun.Effort effort = effort(reading, params, tokens, shape);
    ScalingRun.Loss loss =
        new ScalingRun.Loss(
            loss(reading),
            known(reading.get(RowQuantity.LOSS_SD)),
            reading.word(columns.lossKind()),
            tokenizer);
    return new ScalingRun(
        new ScalingRun.RunKey(study.name(), series, run, 0),
        new ScalingRun.Size(known(params), paramsKind),
        effort,
        loss,
        input,
        reading.status(),
        reading.problem().isEmpty() ? null : input + ", " + place + ": " + reading.problem(),
        known(reading.get(RowQuantity.UNIQUE_TOKENS)));
  }

  private static Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private Optional<ModelShape> shape(RowReading reading) {
    if (!columns.hasShape()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ModelShape(
              whole(reading, RowQuantity.LAYERS),
              whole(reading, RowQuantity.WIDTH),
              whole(reading, RowQuantity.HEADS),
              whole(reading, RowQuantity.KEY_WIDTH),
              whole(reading, RowQuantity.FEED_FORWARD),
              whole(reading, RowQuantity.CONTEXT),
              whole(reading, RowQuantity.VOCABULARY)));
    } catch (IllegalArgumentException e) {
      reading.refuse(ScalingRunStatus.NOT_POSITIVE, "the shape is none: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static int whole(RowReading reading, RowQuantity quantity) {
    double value = reading.get(quantity);
    if (value != Math.rint(value) || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(quantity.key() + " must be a whole number, got " + value);
    }
    return (int) value;
  }

  private static double params(
      RowReading reading, Optional<ModelShape> shape, ParamsKind paramsKind) {
    if (reading.has(RowQuantity.PARAMS) || shape.isEmpty() || paramsKind == null) {
      return reading.get(RowQuantity.PARAMS);
    }
    return shape.get().params(paramsKind);
  }

  /** D, as given, or from steps and batch, or as what the compute leaves. */
  private static double tokens(RowReading reading, double params) {
    if (reading.has(RowQuantity.TOKENS)) {
      return reading.get(RowQuantity.TOKENS);
    }
    if (reading.has(RowQuantity.STEPS) && reading.has(RowQuantity.BATCH_TOKENS)) {
      return reading.get(RowQuantity.STEPS) * reading.get(RowQuantity.BATCH_TOKENS);
    }
    return Compute.tokens(reading.get(RowQuantity.FLOPS), params);
  }

  private ScalingRun.Effort effort(
      RowReading reading, double params, double tokens, Optional<ModelShape> shape) {
    FlopsKind kind = reading.word(columns.flopsKind());
    double flops = reading.get(RowQuantity.FLOPS);
    if (!reading.has(RowQuantity.FLOPS)) {
      boolean exact = kind == FlopsKind.EXACT || kind == FlopsKind.EXACT_HEAD;
      flops =
          exact
              ? shape.map(of -> Compute.exact(kind, of, tokens)).orElse(Double.NaN)
              : Compute.sixNd(params, tokens);
    }
    if (reading.get(RowQuantity.UNIQUE_TOKENS) > tokens) {
      reading.refuse(
          ScalingRunStatus.MALFORMED,
          "unique tokens are %s of %s tokens; they are the different ones among those trained on"
              .formatted(reading.get(RowQuantity.UNIQUE_TOKENS), tokens));
    }
    boolean counted = reading.has(RowQuantity.FLOPS) || kind != null;
    return new ScalingRun.Effort(
        known(tokens),
        steps(reading, tokens),
        known(reading.get(RowQuantity.BATCH_TOKENS)),
        known(flops),
        counted || !Double.isFinite(flops) ? kind : FlopsKind.SIX_ND,
        reading.word(columns.scheduleState()),
        known(reading.get(RowQuantity.LEARNING_RATE)),
        known(reading.get(RowQuantity.TAU)));
  }

  /** S, which also says whether the row is one of the warm-up. */
  private static Long steps(RowReading reading, double tokens) {
    double steps = reading.get(RowQuantity.STEPS);
    if (!reading.has(RowQuantity.STEPS)) {
      steps = Math.rint(tokens / reading.get(RowQuantity.BATCH_TOKENS));
    }
    if (!Double.isFinite(steps)) {
      return null;
    }
    if (steps != Math.rint(steps) || steps > Long.MAX_VALUE) {
      reading.refuse(
          ScalingRunStatus.NOT_A_NUMBER, "steps are " + steps + ", which is no whole number");
      return null;
    }
    if (reading.has(RowQuantity.WARMUP_STEPS) && steps < reading.get(RowQuantity.WARMUP_STEPS)) {
      reading.refuse(
          ScalingRunStatus.WARM_UP,
          "step " + (long) steps + " is inside the warm-up, which enters no fit");
    }
    return (long) steps;
  }

  private Double loss(RowReading reading) {
    if (!reading.has(RowQuantity.LOSS)) {
      return null;
    }
    double given = reading.get(RowQuantity.LOSS);
    double nats = columns.lossUnit().nats(given);
    if (!(nats > 0)) {
      reading.refuse(
          ScalingRunStatus.NOT_POSITIVE,
          "the loss " + given + " is not above 0 nats per token, so it has no logarithm");
    }
    return known(nats);
  }
}
