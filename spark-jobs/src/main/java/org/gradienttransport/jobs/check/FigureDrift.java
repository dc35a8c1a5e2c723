package org.gradienttransport.jobs.check;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.Column;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PerformanceAssociation;
import org.gradienttransport.schemas.rows.PerformanceExponent;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.Level;

/**
 * How far published figures have moved since the previous run, row by row of the same key. Each
 * figure moves in units of what is known of its own uncertainty.
 */
final class FigureDrift {
  private FigureDrift() {}

  /**
   * A figure of a table's rows.
   *
   * @param unit what a change is divided by, of the earlier row
   */
  private record Figure<R>(String name, Function<R, Double> value, Function<R, Double> unit) {}

  /** The sentence about the figure that moved most. */
  private interface Wording {
    String of(Move move);
  }

  /**
   * Figures of one table that are held against one bound.
   *
   * @param bound largest change that passes, in the figures' unit
   */
  private record Compared<R extends Record>(
      RowType<R> type, double bound, Wording wording, List<Figure<R>> figures) {

    /** The largest move of each family and figure; the first row's of those that moved as far. */
    List<Move> largest(Rows before, Rows now) {
      Map<List<Object>, R> earlier = new HashMap<>();
      before.of(type).forEach(row -> earlier.put(key(row), row));
      Map<List<String>, Move> largest = new LinkedHashMap<>();
      for (R row : now.of(type)) {
        List<Object> key = key(row);
        R old = earlier.get(key);
        for (Figure<R> figure : figures) {
          Double from = old == null ? null : figure.value().apply(old);
          Double to = figure.value().apply(row);
          if (from != null && to != null) {
            double moved = Math.abs(to - from) / unit(figure.unit().apply(old), from);
            Move move = new Move(this, figure.name(), key, 1, from, to, moved);
            largest.merge(List.of(move.family(), figure.name()), move, Move::orLarger);
          }
        }
      }
      return List.copyOf(largest.values());
    }

    /** Where its uncertainty is not known a figure moves relative to its size. */
    private static double unit(Double known, double value) {
      if (known != null && known != 0) {
        return known;
      }
      return value == 0 ? 1 : Math.abs(value);
    }

    /** Values of the key columns, the family first. */
    private List<Object> key(R row) {
      Object[] values = type.values(row);
      return type.table().key().stream().map(column -> values[column.id() - 1]).toList();
    }
  }

  /**
   * A figure that moved, the one of its kind that moved most.
   *
   * @param key values of the key columns of its row
   * @param figures how many figures of its kind were compared
   * @param moved by how much, in the figure's unit
   */
  record Move(
      Compared<?> compared,
      String figure,
      List<Object> key,
      long figures,
      double before,
      double now,
      double moved) {

    String family() {
      return (String) key.get(0);
    }

    String table() {
      return compared.type().name();
    }

    private Move orLarger(Move next) {
      Move larger = next.moved > moved ? next : this;
      return new Move(
          compared, figure, larger.key, figures + 1, larger.before, larger.now, larger.moved);
    }

    /**
     * Whether it moved too far.
     *
     * @param level of a figure that moved too far; a window's is always a warning
     */
    CheckResult result(Level level) {
      Check check =
          table().equals(WindowSummary.ROWS.name())
              ? Check.of("window_drift", Level.WARN, compared.bound())
              : new Check(table() + "_drift", figure, level, compared.bound());
      return check.atMost(family(), moved, any -> compared.wording().of(this));
    }

    /** Names and values of the key columns, less the family. */
    private String place() {
      List<Column> columns = compared.type().table().key();
      return IntStream.range(1, key.size())
          .mapToObj(i -> columns.get(i).name().replace('_', ' ') + " " + key.get(i))
          .collect(joining(", "));
    }
  }

  private static final Compared<WindowSummary> WINDOWS =
      new Compared<>(
          WindowSummary.ROWS,
          0.5,
          FigureDrift::window,
          List.of(new Figure<>("mean", WindowSummary::mean, WindowSummary::sd)));

  private static final List<Compared<?>> COMPARED =
      List.of(
          WINDOWS,
          new Compared<>(
              StepwiseExponent.ROWS,
              1,
              in("standard errors"),
              List.of(
                  new Figure<>(
                      "exponent", row -> row.law().exponent(), row -> row.law().stdError()))),
          new Compared<>(
              ClosureCheck.ROWS,
              1,
              in("closure bounds"),
              List.of(
                  new Figure<>("beta_residual", ClosureCheck::betaResidual, ClosureCheck::bound),
                  new Figure<>(
                      "delta_residual", ClosureCheck::deltaResidual, ClosureCheck::bound))),
          new Compared<>(
              Compressibility.ROWS,
              0.05,
              in("of R2"),
              List.of(
                  new Figure<>("r2_size", Compressibility::r2Size, row -> 1.0),
                  new Figure<>("r2_duration", Compressibility::r2Duration, row -> 1.0),
                  new Figure<>("r2_intensive", Compressibility::r2Intensive, row -> 1.0))),
          new Compared<>(
              NullContrast.ROWS,
              1,
              in("half widths of its interval"),
              List.of(
                  new Figure<>(
                      "delta_total",
                      NullContrast::deltaTotal,
                      row -> halfWidth(row.deltaTotalLow(), row.deltaTotalHigh())),
                  new Figure<>(
                      "delta_dist",
                      NullContrast::deltaDist,
                      row -> halfWidth(row.deltaDistLow(), row.deltaDistHigh())),
                  new Figure<>(
                      "delta_assign",
                      NullContrast::deltaAssign,
                      row -> halfWidth(row.deltaAssignLow(), row.deltaAssignHigh())))),
          new Compared<>(
              PooledExponent.ROWS,
              1,
              in("standard errors"),
              List.of(
                  new Figure<>("exponent", PooledExponent::exponent, PooledExponent::stdError))),
          new Compared<>(
              Performance.ROWS,
              0.001,
              in("of its value"),
              List.of(new Figure<>("value", Performance::value, row -> null))),
          new Compared<>(
              PerformanceExponent.ROWS,
              1,
              in("standard errors"),
              List.of(
                  new Figure<>(
                      "exponent", PerformanceExponent::exponent, PerformanceExponent::stdError))),
          new Compared<>(
              PerformanceAssociation.ROWS,
              1,
              in("half widths of its interval"),
              List.of(
                  new Figure<>(
                      "pearson",
                      row -> row.result().pearson(),
                      row -> halfWidth(row.result().bootLow(), row.result().bootHigh())),
                  new Figure<>(
                      "partial_r",
                      row -> row.result().partialR(),
                      row -> halfWidth(row.result().bootLow(), row.result().bootHigh())))));

  /** Figures of fits of losses, of which a run may have none. */
  private static final List<Compared<?>> OF_LOSSES =
      List.of(
          new Compared<>(
              ScalingCoefficient.ROWS,
              1,
              in("half widths of its interval"),
              List.of(new Figure<>("value", ScalingCoefficient::value, FigureDrift::spread))),
          new Compared<>(
              TimeScaling.ROWS,
              1,
              in("half widths of its interval"),
              List.of(
                  new Figure<>(
                      "gamma",
                      row -> row.curve() == null ? null : row.curve().gamma(),
                      row -> halfWidth(row.curve().gammaLo(), row.curve().gammaHi())))),
          new Compared<>(
              LossExponentStep.ROWS,
              1,
              in("standard errors"),
              List.of(
                  new Figure<>("alpha_n", LossExponentStep::alphaN, LossExponentStep::stdError))));

  /** Half of the 95 % interval or, without one, a tenth of the value [ours]. */
  private static Double spread(ScalingCoefficient row) {
    return row.spread() == null
        ? (Double) (0.1 * Math.abs(row.value()))
        : halfWidth(row.spread().percentiles().p2_5(), row.spread().percentiles().p97_5());
  }

  /** The largest move of each figure, by family. */
  static Map<String, List<Move>> largest(Rows before, Rows now) {
    return largest(COMPARED, before, now);
  }

  /** The largest move of each figure of fits of losses, by study or family. */
  static Map<String, List<Move>> largestOfLosses(Rows before, Rows now) {
    return largest(OF_LOSSES, before, now);
  }

  private static Map<String, List<Move>> largest(List<Compared<?>> figures, Rows before, Rows now) {
    Map<String, List<Move>> moves = new HashMap<>();
    for (Compared<?> compared : figures) {
      for (Move move : compared.largest(before, now)) {
        moves.computeIfAbsent(move.family(), any -> new ArrayList<>()).add(move);
      }
    }
    return moves;
  }

  /** The figures compared, by table. */
  static Map<String, List<String>> figures() {
    Map<String, List<String>> figures = new LinkedHashMap<>();
    COMPARED.forEach(
        compared ->
            figures.put(
                compared.type().name(), compared.figures().stream().map(Figure::name).toList()));
    return figures;
  }

  private static Double halfWidth(Double low, Double high) {
    return low == null || high == null ? null : (Double) ((high - low) / 2);
  }

  private static Wording in(String unit) {
    return move ->
        move.moved() == 0
            ? String.format(
                Locale.ROOT,
                "All %d values of %s are as in the previous run.",
                move.figures(),
                move.figure())
            : String.format(
                Locale.ROOT,
                "Of %d values of %s, that of %s moved most since the previous run: from %.5g to"
                    + " %.5g, %.3g %s.",
                move.figures(),
                move.figure(),
                move.place(),
                move.before(),
                move.now(),
                move.moved(),
                unit);
  }

  /** The key of a window's figure is family, window, kind, replicate, quantity and scale. */
  private static String window(Move move) {
    List<Object> key = move.key();
    return String.format(
        Locale.ROOT,
        "Of %d window figures, %s of %s (%s window, %s, scale %s) moved most since the previous"
            + " run: from %.5g to %.5g, %.3g standard deviations of its steps.",
        move.figures(),
        key.get(4),
        move.family(),
        key.get(1),
        key.get(2),
        key.get(5),
        move.before(),
        move.now(),
        move.moved());
  }
}
