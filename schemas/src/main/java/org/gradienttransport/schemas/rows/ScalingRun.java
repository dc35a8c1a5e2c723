package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.FLOPS_KIND;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.PARAMS_KIND;
import static org.gradienttransport.schemas.SharedColumn.SERIES;
import static org.gradienttransport.schemas.SharedColumn.SOURCE;

import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.FlopsKind;
import org.gradienttransport.schemas.vocabulary.LossKind;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.ScheduleState;

/**
 * Measured losses, as read (METHOD-SCALING section 1). A row of the source that cannot be used is a
 * row too: status and message say why.
 */
@Table(
    name = "scaling_run",
    version = 2,
    row = "one measured loss of one trained model, or of one checkpoint of it.",
    key = {"source", "series", "run", "ordinal"})
public record ScalingRun(
    @Part RunKey key,
    @Part Size size,
    @Part Effort effort,
    @Part Loss measured,
    @Col("File the row was read from.") String input,
    @Col(
            "ok, or why the row enters no fit: warm_up, malformed, missing, not_a_number, not_positive, unknown_word or unreadable.")
        ScalingRunStatus status,
    @Shared(MESSAGE) String message,
    @Col(value = "U, different tokens among those trained on.", unit = Units.TOKENS)
        Double uniqueTokens) {

  /** How its rows are published. */
  public static final RowType<ScalingRun> ROWS = RowType.of(ScalingRun.class);

  /** Whether fits may use the row. */
  public boolean usable() {
    return status == ScalingRunStatus.OK;
  }

  /** The same row under another key. */
  public ScalingRun with(RunKey other) {
    return new ScalingRun(other, size, effort, measured, input, status, message, uniqueTokens);
  }

  /** The same row with another account of what had gone into it. */
  public ScalingRun with(Effort other) {
    return new ScalingRun(key, size, other, measured, input, status, message, uniqueTokens);
  }

  /** Which row. */
  public record RunKey(
      @Shared(SOURCE) String source,
      @Shared(SERIES) String series,
      @Col("Name of the trained model within its series.") String run,
      @Col(
              "Number of the row within its run, from 0, by ascending tokens, then steps, then place in the files.")
          int ordinal) {}

  /** How large the model is. */
  public record Size(
      @Col(value = "N, parameters of the model.", unit = Units.PARAMETERS) Double params,
      @Shared(PARAMS_KIND) ParamsKind paramsKind) {}

  /** What had gone into it when the loss was measured. */
  public record Effort(
      @Col(value = "D, tokens trained on.", unit = Units.TOKENS) Double tokens,
      @Col(value = "S, optimiser steps taken.", unit = Units.TRAINING_STEPS) Long steps,
      @Col(value = "Tokens of one batch.", unit = Units.TOKENS) Double batchTokens,
      @Col(value = "C, compute spent.", unit = Units.FLOPS) Double flops,
      @Shared(FLOPS_KIND) FlopsKind flopsKind,
      @Col(
              value = "final, constant or decaying: where in its schedule the learning rate was.",
              optional = true)
          ScheduleState scheduleState,
      @Col("Learning rate at the step.") Double learningRate,
      @Col("Sum of the learning rates of all steps so far.") Double tau) {

    /** The same with another sum of learning rates. */
    public Effort withTau(double other) {
      return new Effort(
          tokens, steps, batchTokens, flops, flopsKind, scheduleState, learningRate, other);
    }
  }

  /** The loss itself. */
  public record Loss(
      @Col(value = "L, cross-entropy.", unit = Units.NATS) Double loss,
      @Col(value = "Standard deviation of the loss, where it is known.", unit = Units.NATS)
          Double lossSd,
      @Col(value = "held_out or training: which text it was measured on.", optional = true)
          LossKind lossKind,
      @Col(
              value = "Name of the tokenizer; losses of different ones are not comparable.",
              optional = true)
          String tokenizer) {}
}
