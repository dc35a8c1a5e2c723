package org.gradienttransport.udfs.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.udfs.SharedData;

/** Measured losses of public sweeps and of the small families, and sweeps that follow a law. */
public final class LawSweeps {
  private static final String[] OPEN_LM = {
    "d=96_l=8_h=4", "d=512_l=8_h=4", "d=576_l=24_h=8", "d=1024_l=24_h=8"
  };

  /** Where c4_val is among a model's results. */
  private static final int C4_VALIDATION = 1;

  /** One measured loss. */
  public record Point(String model, double params, double tokens, double steps, double loss) {}

  private LawSweeps() {}

  /** Rows with N, D, S and C = 6 N D. */
  public static LossRows rows(List<Point> points) {
    return LossRows.of(
        Map.of(
            LawVariable.PARAMS, points.stream().mapToDouble(Point::params).toArray(),
            LawVariable.TOKENS, points.stream().mapToDouble(Point::tokens).toArray(),
            LawVariable.STEPS, points.stream().mapToDouble(Point::steps).toArray(),
            LawVariable.FLOPS,
                points.stream().mapToDouble(p -> 6.0 * p.params() * p.tokens()).toArray()),
        points.stream().mapToDouble(Point::loss).toArray());
  }

  /** Gemstones: a series, and which of its steps. */
  public static List<Point> gemstones(String series, Predicate<Point> which) {
    return lines("gemstones/runs.csv")
        .filter(cells -> cells[0].equals(series))
        .map(
            cells ->
                new Point(
                    cells[1],
                    Double.parseDouble(cells[4]),
                    Double.parseDouble(cells[6]),
                    Double.parseDouble(cells[5]),
                    Double.parseDouble(cells[7])))
        .filter(which)
        .toList();
  }

  /** The rows of the paper's fit: every fifth measurement of the constant rate. */
  public static List<Point> gemstonesHot() {
    return gemstones("hot", point -> point.steps() % 2385 == 0);
  }

  /** Gadre et al.'s small models on RedPajama at a token multiplier, in the order of size. */
  public static List<Point> smallModels(String... multipliers) {
    List<Point> points = new ArrayList<>();
    for (String model : OPEN_LM) {
      for (String multiplier : multipliers) {
        points.add(openLm(model + "-" + multiplier));
      }
    }
    return points;
  }

  /** One of Gadre et al.'s models on RedPajama: loss on c4_val. */
  public static Point openLm(String model) {
    Path file = SharedData.path("mlfoundations-scaling/exp_data/models/rpj-" + model + ".json");
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      JsonNode settings = root.get("hyperparameters");
      return new Point(
          model,
          settings.get("params").asDouble(),
          settings.get("tokens").asDouble(),
          1.0,
          root.get("results").get(C4_VALIDATION).get("loss").asDouble());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** pythia-mini's held-out losses from a step on; its N are those of the analysed parameters. */
  public static List<Point> pythiaMini(int fromStep) {
    Map<String, Double> params =
        Map.of("6k", 6096.0, "10k", 9664.0, "26k", 26328.0, "44k", 44320.0, "87k", 86640.0);
    List<Point> points = new ArrayList<>();
    params.forEach(
        (scale, n) ->
            lines("pythia-mini/pythia-mini-" + scale + "/heldout_loss.csv")
                .map(
                    cells -> {
                      double step = Double.parseDouble(cells[0]);
                      return new Point(
                          scale, n, Math.max(step, 1), step, Double.parseDouble(cells[1]));
                    })
                .filter(point -> point.steps() >= fromStep)
                .forEach(points::add));
    points.sort(Comparator.comparingDouble(Point::params).thenComparingDouble(Point::steps));
    return points;
  }

  /** pico-mini's held-out losses, ln of perplexity, from a step on; N = 64 d^2. */
  public static List<Point> picoMini(int fromStep) {
    List<Point> points = new ArrayList<>();
    for (int width : new int[] {12, 18, 24, 36}) {
      Path folder = SharedData.path("pico-mini/pico-mini-d" + width + "/eval_results");
      for (int step = 0; step < 1000; step += 8) {
        if (step >= fromStep) {
          points.add(picoMini(width, step, folder.resolve("step_" + step + ".json")));
        }
      }
    }
    return points;
  }

  private static Point picoMini(int width, int step, Path file) {
    try {
      double perplexity = new ObjectMapper().readTree(file.toFile()).get("kjv_heldout").asDouble();
      return new Point(
          "d" + width, 64.0 * width * width, Math.max(step, 1), step, StrictMath.log(perplexity));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every N with every D, losses of a law. */
  public static List<Point> grid(double[] params, double[] tokens, Law law) {
    List<Point> points = new ArrayList<>();
    for (double n : params) {
      for (double d : tokens) {
        points.add(new Point("grid", n, d, 1.0, law.loss(n, d)));
      }
    }
    return points;
  }

  /** A loss as a function of N and D. */
  @FunctionalInterface
  public interface Law {
    /** The loss. */
    double loss(double params, double tokens);
  }

  /** E + A / N^alpha + B / D^beta with the digits that Hoffmann et al. print. */
  public static double printedChinchilla(double params, double tokens) {
    return 1.69 + 406.4 / StrictMath.pow(params, 0.34) + 410.7 / StrictMath.pow(tokens, 0.28);
  }

  private static java.util.stream.Stream<String[]> lines(String name) {
    try {
      return Files.readAllLines(SharedData.path(name)).stream()
          .skip(1)
          .map(line -> line.split(",", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
