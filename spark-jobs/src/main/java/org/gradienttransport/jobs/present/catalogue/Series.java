package org.gradienttransport.jobs.present.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.gradienttransport.jobs.present.Answer;

/**
 * The values of one series that have a place on both axes, in the order of the figure's data.
 *
 * @param rows of the figure's data that the values are from
 * @param x their places
 * @param y the values, at least one
 */
public record Series(String name, List<Integer> rows, List<Double> x, List<Double> y) {

  /** All series of a drawing that have values. */
  public static List<Series> of(Drawing drawing) {
    return of(drawing, drawing.plot().y());
  }

  /** All series of a drawing that have values. */
  public static List<Series> of(Drawing drawing, String column) {
    return drawing.data().distinct(drawing.plot().by()).stream()
        .map(name -> of(drawing, column, name))
        .filter(series -> !series.y().isEmpty())
        .toList();
  }

  private static Series of(Drawing drawing, String column, String name) {
    Answer data = drawing.data();
    Plot plot = drawing.plot();
    List<Integer> rows =
        IntStream.range(0, data.size())
            .filter(row -> data.text(row, plot.by()).equals(name))
            .filter(row -> plot.xAxis().holds(data.number(row, plot.x())))
            .filter(row -> plot.yAxis().holds(data.number(row, column)))
            .boxed()
            .toList();
    return new Series(
        name,
        rows,
        rows.stream().map(row -> data.number(row, plot.x())).toList(),
        rows.stream().map(row -> data.number(row, column)).toList());
  }

  /**
   * A drawing in numbers, for those who cannot see it: every interval, or for each series how many
   * points it has, where it begins and ends, and what its values span.
   */
  public static Answer digest(Drawing drawing) {
    Plot plot = drawing.plot();
    if (plot.kind() == Plot.Kind.INTERVALS) {
      List<String> columns = List.of(plot.x(), plot.by(), plot.y(), Plot.LOW, Plot.HIGH);
      return Answer.of(
          columns,
          IntStream.range(0, drawing.data().size())
              .mapToObj(row -> interval(drawing.data(), columns, row)));
    }
    return Answer.of(
        List.of(plot.by(), "points", "first", "last", "smallest", "median", "largest"),
        of(drawing).stream().map(Series::digest));
  }

  private static List<Object> interval(Answer data, List<String> columns, int row) {
    List<Object> cells = new ArrayList<>();
    for (String column : columns) {
      Double value = data.number(row, column);
      cells.add(value == null ? data.text(row, column) : number(value));
    }
    return Answer.row(cells.toArray());
  }

  private List<Object> digest() {
    double[] sorted = y.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    List<Object> cells = new ArrayList<>(List.of(name, y.size()));
    cells.addAll(
        Arrays.asList(
            number(y.get(0)),
            number(y.get(y.size() - 1)),
            number(sorted[0]),
            number(Averages.median(y)),
            number(sorted[sorted.length - 1])));
    return Answer.row(cells.toArray());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
