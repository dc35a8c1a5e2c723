package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.stream.Stream;

/** All figures there are, in the order in which they are shown. */
public final class Catalogue {
  private static final List<Figure<FamilyRows>> OF_ONE_FAMILY =
      Stream.of(TransportFigures.ALL, NullFigures.ALL, PerformanceFigures.ALL)
          .flatMap(List::stream)
          .toList();

  private Catalogue() {}

  /** Names of the figures of one family. */
  public static List<String> names() {
    return OF_ONE_FAMILY.stream().map(Figure::name).toList();
  }

  /** The figures of one family. */
  public static List<Drawing> of(FamilyRows rows) {
    return OF_ONE_FAMILY.stream().map(figure -> figure.drawing(rows, rows.family())).toList();
  }

  /**
   * One figure of one family.
   *
   * @throws IllegalArgumentException when there is no figure of this name
   */
  public static Drawing of(FamilyRows rows, String name) {
    return OF_ONE_FAMILY.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("There is no figure '" + name + "', only " + names()))
        .drawing(rows, rows.family());
  }

  /**
   * The figures that show several families together.
   *
   * @param families rows of the families, by name
   */
  public static List<Drawing> comparing(List<FamilyRows> families) {
    return ComparisonFigures.ALL.stream().map(figure -> figure.drawing(families, "")).toList();
  }
}
