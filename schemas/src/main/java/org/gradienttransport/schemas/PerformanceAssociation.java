package org.gradienttransport.schemas;

import static org.gradienttransport.schemas.ColumnType.DOUBLE;
import static org.gradienttransport.schemas.ColumnType.INT;
import static org.gradienttransport.schemas.ColumnType.LONG_ARRAY;
import static org.gradienttransport.schemas.ColumnType.STRING;

/**
 * Associations with performance (METHOD section 6). Steps are autocorrelated, so p-values describe
 * and do not prove; the bootstrap interval and the correlation of first differences stand beside
 * them.
 */
public final class PerformanceAssociation {
  public static final Column FAMILY =
      Column.required(1, "family", STRING, "Name of the model family, as in its configuration.");
  public static final Column SCOPE =
      Column.required(2, "scope", STRING, "Span of steps: full, stable, early, mid or late.");
  public static final Column LEVEL =
      Column.required(
          3,
          "level",
          STRING,
          "channel (a measured channel with a metric) or exponent (an exponent with an exponent).");
  public static final Column SCALE =
      Column.required(
          4, "scale", STRING, "Scale the two series belong to, or all for the family as a whole.");
  public static final Column X =
      Column.required(
          5, "x", STRING, "Transport quantity: v_rel, normalized_duration, D and the like.");
  public static final Column Y =
      Column.required(6, "y", STRING, "External quantity: log_perplexity, alpha_acc and the like.");
  public static final Column JOIN_RULE =
      Column.required(
          7, "join_rule", STRING, "How steps were matched: exact, or the configured rule.");
  public static final Column N =
      Column.required(8, "n", INT, Units.NONE, "Number of pairs correlated.");
  public static final Column MATCHED =
      Column.required(9, "matched", INT, Units.NONE, "Number of steps that both series have.");
  public static final Column UNMATCHED_X =
      Column.required(
          10,
          "unmatched_x",
          LONG_ARRAY,
          Units.TRAINING_STEPS,
          "Steps only the transport series has.");
  public static final Column UNMATCHED_Y =
      Column.required(
          11,
          "unmatched_y",
          LONG_ARRAY,
          Units.TRAINING_STEPS,
          "Steps only the external series has.");
  public static final Column PEARSON =
      Column.optional(12, "pearson", DOUBLE, Units.NONE, "Pearson correlation.");
  public static final Column P =
      Column.optional(
          13,
          "p",
          DOUBLE,
          Units.NONE,
          "Two-sided p-value of the Pearson correlation, n - 2 degrees of freedom.");
  public static final Column SPEARMAN =
      Column.optional(14, "spearman", DOUBLE, Units.NONE, "Spearman rank correlation.");
  public static final Column SPEARMAN_P =
      Column.optional(
          15, "spearman_p", DOUBLE, Units.NONE, "Two-sided p-value of the Spearman correlation.");
  public static final Column PARTIAL_R =
      Column.optional(
          16,
          "partial_r",
          DOUBLE,
          Units.NONE,
          "Pearson correlation after both sides were residualised on the learning rate.");
  public static final Column PARTIAL_P =
      Column.optional(
          17,
          "partial_p",
          DOUBLE,
          Units.NONE,
          "Two-sided p-value of partial_r, n - 2 degrees of freedom.");
  public static final Column DIFF_R =
      Column.optional(
          18, "diff_r", DOUBLE, Units.NONE, "Pearson correlation of the first differences.");
  public static final Column DIFF_P =
      Column.optional(19, "diff_p", DOUBLE, Units.NONE, "Two-sided p-value of diff_r.");
  public static final Column BOOT_LOW =
      Column.optional(
          20,
          "boot_low",
          DOUBLE,
          Units.NONE,
          "Lower end of the moving-block bootstrap interval of the Pearson correlation.");
  public static final Column BOOT_HIGH =
      Column.optional(
          21,
          "boot_high",
          DOUBLE,
          Units.NONE,
          "Upper end of the moving-block bootstrap interval of the Pearson correlation.");
  public static final Column BOOT_LEVEL =
      Column.optional(
          22, "boot_level", DOUBLE, Units.NONE, "Nominal coverage of the bootstrap interval.");
  public static final Column BLOCK_LENGTH =
      Column.optional(23, "block_length", INT, Units.NONE, "Pairs per block of the bootstrap.");
  public static final Column EFFECTIVE_N =
      Column.optional(
          24,
          "effective_n",
          DOUBLE,
          Units.NONE,
          "Effective sample size, given the autocorrelation of both series.");
  public static final Column STATUS =
      Column.required(25, "status", STRING, "ok, or why there is no correlation.");
  public static final Column MESSAGE =
      Column.optional(
          26, "message", STRING, "What is wrong, in a sentence; null when status is ok.");

  public static final TableSpec TABLE =
      TableSpec.named("performance_association")
          .oneRowIs(
              "one correlation over steps between a transport quantity and an external metric.")
          .columns(
              FAMILY,
              SCOPE,
              LEVEL,
              SCALE,
              X,
              Y,
              JOIN_RULE,
              N,
              MATCHED,
              UNMATCHED_X,
              UNMATCHED_Y,
              PEARSON,
              P,
              SPEARMAN,
              SPEARMAN_P,
              PARTIAL_R,
              PARTIAL_P,
              DIFF_R,
              DIFF_P,
              BOOT_LOW,
              BOOT_HIGH,
              BOOT_LEVEL,
              BLOCK_LENGTH,
              EFFECTIVE_N,
              STATUS,
              MESSAGE)
          .key(FAMILY, SCOPE, LEVEL, SCALE, X, Y)
          .build();

  private PerformanceAssociation() {}
}
