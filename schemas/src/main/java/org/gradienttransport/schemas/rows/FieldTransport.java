package org.gradienttransport.schemas.rows;

import static org.gradienttransport.schemas.SharedColumn.AXIS_VALUE;
import static org.gradienttransport.schemas.SharedColumn.FAMILY;
import static org.gradienttransport.schemas.SharedColumn.FROM_STEP;
import static org.gradienttransport.schemas.SharedColumn.MESSAGE;
import static org.gradienttransport.schemas.SharedColumn.SCALE;
import static org.gradienttransport.schemas.SharedColumn.STEP;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.gradienttransport.schemas.Col;
import org.gradienttransport.schemas.Part;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Shared;
import org.gradienttransport.schemas.Table;
import org.gradienttransport.schemas.Units;
import org.gradienttransport.schemas.vocabulary.FieldStatus;

/**
 * Relaxations, as measured (METHOD section 1). A field that could not be measured is a row too: its
 * measures are null, and status and message say why.
 */
@Table(
    name = "field_transport",
    version = 4,
    row =
        "one relaxation: a real field or one realisation of a null control, at one scale and step.",
    key = {"family", "scale", "step", "field_kind", "replicate"})
public record FieldTransport(
    @Part FieldKey key,
    @Col(value = "N, entries of the field and nodes of the graph.", unit = Units.NODES) Long n,
    @Part(optional = true) Cascade cascade,
    @Part(optional = true) Moments moments,
    @Col("Seed of the null realisation; null for the real field.") Long seed,
    @Col(
            "One of ok, no_activity, ceiling, not_finite, corrupt, missing, wrong_size, unreadable; only ok rows enter fits.")
        FieldStatus status,
    @Shared(MESSAGE) String message,
    @Part Input input,
    @Col(
            value =
                "Key of the measurement in the store: a hash of content, method version and parameters.",
            optional = true)
        String measurementKey,
    @Col("Version of the measuring method; rows of different versions are not comparable.")
        String methodVersion,
    @Part Provenance provenance,
    @Part Neighbours neighbours,
    @Part Alignment alignment) {

  /** A row of a field of which nothing is known about the other snapshots of its scale. */
  public FieldTransport(
      FieldKey key,
      Long n,
      Cascade cascade,
      Moments moments,
      Long seed,
      FieldStatus status,
      String message,
      Input input,
      String measurementKey,
      String methodVersion,
      Provenance provenance) {
    this(
        key,
        n,
        cascade,
        moments,
        seed,
        status,
        message,
        input,
        measurementKey,
        methodVersion,
        provenance,
        Neighbours.UNKNOWN,
        Alignment.BY_STEP);
  }

  /** How its rows are published. */
  public static final RowType<FieldTransport> ROWS = RowType.of(FieldTransport.class);

  /** The same row with another account of where the field came from. */
  public FieldTransport with(Input other) {
    return with(status, message, other, neighbours);
  }

  /** The same row with another account of the scale's other snapshots. */
  public FieldTransport with(Neighbours others) {
    return with(status, message, input, others);
  }

  /** The same row with another judgement. */
  public FieldTransport with(FieldStatus judged, String why) {
    return with(judged, why, input, neighbours);
  }

  private FieldTransport with(FieldStatus judged, String why, Input from, Neighbours others) {
    return new FieldTransport(
        key,
        n,
        cascade,
        moments,
        seed,
        judged,
        why,
        from,
        measurementKey,
        methodVersion,
        provenance,
        others,
        alignment);
  }

  /** The step that labels rows of the family as a whole: the field's own, but on an axis. */
  public long alignedStep() {
    return alignment.alignedStep() == null ? key.step() : alignment.alignedStep();
  }

  /** Columns that identify a relaxation. */
  public record FieldKey(
      @Shared(FAMILY) String family,
      @Shared(SCALE) String scale,
      @Shared(FROM_STEP) long fromStep,
      @Shared(STEP) long step,
      @Part Realisation realisation) {}

  /** What relaxing showed; absent when the field was refused. */
  public record Cascade(
      @Col(
              value =
                  "Threshold: the exact quantile of the magnitudes of the initial field (Eq. 1).",
              unit = Units.FIELD)
          Double tau,
      @Col(
              value =
                  "Cascade size: active nodes summed over relaxation steps, repeats counted (Eq. 4).",
              unit = Units.ACTIVATIONS)
          long s,
      @Col(
              value =
                  "Duration: relaxation steps until no node is active; the ceiling if that never happens.",
              unit = Units.RELAXATION_STEPS)
          int nSteps,
      @Col(
              value = "Absolute transport, s / n_steps (Eq. 7); null when nothing fired.",
              unit = Units.NODES_PER_STEP)
          Double vAbs,
      @Col(
              value =
                  "Intensive transport efficiency, s / (n n_steps) (Eqs. 7, 15); null when nothing fired.",
              unit = Units.PER_STEP)
          Double vRel,
      @Col("n_steps / n, relaxation steps per node.") double normalizedDuration,
      @Col("Whether nodes were still active at the last relaxation step allowed.")
          boolean hitCeiling,
      @Col(value = "Nodes above the threshold at the start.", unit = Units.NODES)
          long initialActive,
      @Col(value = "Most nodes active in one relaxation step.", unit = Units.NODES) long peakActive,
      @Col(value = "Active nodes in each relaxation step, in order.", unit = Units.NODES)
          List<Long> activeCounts) {

    /**
     * What one relaxation showed, with everything that follows from it (Eqs. 7, 15).
     *
     * @param n nodes of the graph
     * @param tau threshold
     * @param s cascade size
     * @param nSteps relaxation steps; 0 when nothing fired
     * @param activeCounts active nodes in each relaxation step
     */
    public static Cascade of(
        long n, double tau, long s, int nSteps, boolean hitCeiling, List<Long> activeCounts) {
      boolean fired = nSteps > 0;
      return new Cascade(
          tau,
          s,
          nSteps,
          fired ? (double) s / nSteps : null,
          fired ? (double) s / ((double) n * nSteps) : null,
          (double) nSteps / n,
          hitCeiling,
          activeCounts.isEmpty() ? 0 : activeCounts.get(0),
          activeCounts.stream().mapToLong(Long::longValue).max().orElse(0),
          activeCounts);
    }

    /** What the relaxation means for fits (METHOD section 1). */
    public FieldStatus status() {
      if (s == 0) {
        return FieldStatus.NO_ACTIVITY;
      }
      return hitCeiling ? FieldStatus.CEILING : FieldStatus.OK;
    }

    /**
     * Why the relaxation leaves every fit, in a sentence; null when it does not.
     *
     * @param zeroShare share of entries of the initial field that are exactly zero
     */
    public String message(double zeroShare) {
      return switch (status()) {
        case NO_ACTIVITY ->
            "No node lies above the threshold, so nothing fires; the field leaves every fit.";
        case CEILING ->
            (tau != null && tau == 0 ? zeros(zeroShare) : "")
                + "Nodes were still active after "
                + nSteps
                + " relaxation steps; the field leaves every fit.";
        default -> null;
      };
    }

    private static String zeros(double share) {
      return String.format(
          Locale.ROOT,
          "%.4g %% of the entries are exactly zero, so many that the threshold tau is 0 and every"
              + " other entry lies above it. ",
          100 * share);
    }
  }

  /** What the field looked like before and after; absent when it was refused. */
  public record Moments(
      @Col(value = "Smallest entry of the initial field.", unit = Units.FIELD) Double fieldMin,
      @Col(value = "Largest entry of the initial field.", unit = Units.FIELD) Double fieldMax,
      @Col(value = "Mean of the entries of the initial field.", unit = Units.FIELD)
          Double fieldMean,
      @Col(
              value = "Population variance of the entries of the initial field.",
              unit = Units.FIELD_SQUARED)
          Double fieldVariance,
      @Col("Share of entries of the initial field that are exactly zero.") double zeroShare,
      @Col(value = "Signed sum of the initial field.", unit = Units.FIELD) Double sumBefore,
      @Col(
              value = "Signed sum of the relaxed field; equal to sum_before up to rounding.",
              unit = Units.FIELD)
          Double sumAfter) {}

  /** Where the field came from; all null for a field that needs no file. */
  public record Input(
      @Col(value = "Hash of the tensors of the step, as stored.", optional = true)
          String contentHash,
      @Col(
              value =
                  "Hash of the tensors of the earlier checkpoint, as stored; null for a gradient.",
              optional = true)
          String fromContentHash,
      @Col(
              value =
                  "Earliest other step of the same scale with identical content, if it came before this one.",
              unit = Units.TRAINING_STEPS)
          Long duplicateOfStep,
      @Col(
              value = "File the step was read from, the first of them if it is sharded.",
              optional = true)
          String inputPath,
      @Col(
              value =
                  "File the earlier checkpoint was read from, the first of them if it is sharded; null for a gradient.",
              optional = true)
          String fromInputPath,
      @Col(value = "Size of the files read.", unit = Units.BYTES) Long inputBytes) {}

  /** Columns about who measured the field, how long that took and when. */
  public record Provenance(
      @Col(value = "Backend that measured: cpu, cuda or nd4j.", optional = true, provenance = true)
          String backend,
      @Col(
              value = "Name of the processor or device that measured.",
              optional = true,
              provenance = true)
          String device,
      @Col(
              value = "Wall-clock time attributed to this relaxation.",
              unit = Units.SECONDS,
              provenance = true)
          Double seconds,
      @Col(value = "When it was measured.", optional = true, provenance = true) Instant measuredAt,
      @Col(value = "Why that backend measured, in a sentence.", optional = true, provenance = true)
          String backendReason) {}

  /** What the field's snapshots have to do with the other snapshots of their scale. */
  public record Neighbours(
      @Col(
              value =
                  "Another step of the same scale with the content of this step, the earliest of them; null if there is none.",
              unit = Units.TRAINING_STEPS)
          Long repeatedStep,
      @Col(
              value =
                  "Another step of the same scale with the content of from_step, the earliest of them; null if there is none and for a gradient.",
              unit = Units.TRAINING_STEPS)
          Long fromRepeatedStep,
      @Col(
              value =
                  "Sentences that name tensors of step or from_step whose content is another step's, though the snapshots differ; null if there are none.",
              optional = true)
          List<String> repeatedTensors,
      @Col(
              value =
                  "Steps between from_step and step that this scale has and that were left out because other scales lack them; null if there are none.",
              unit = Units.TRAINING_STEPS,
              optional = true)
          List<Long> leftOutSteps) {

    /** Nothing is known, or nothing is worth saying. */
    public static final Neighbours UNKNOWN = new Neighbours(null, null, null, null);
  }

  /** What the field is aligned with in other scales. */
  public record Alignment(
      @Col(
              value =
                  "Step under which tables of the family as a whole have the field: the largest scale's at the same axis_value; null where it is step itself.",
              unit = Units.TRAINING_STEPS)
          Long alignedStep,
      @Shared(AXIS_VALUE) Double axisValue) {

    /** Scales are aligned by their steps. */
    public static final Alignment BY_STEP = new Alignment(null, null);
  }
}
