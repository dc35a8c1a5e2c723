package org.gradienttransport.jobs.present.catalogue;

import java.util.List;
import java.util.stream.Stream;

/** All figures there are, in the order in which they are shown. */
public final class Catalogue {
  private static final List<Figure<FamilyRows>> OF_ONE_FAMILY =
      Stream.of(
              TransportFigures.ALL, NullFigures.ALL, RobustnessFigures.ALL, PerformanceFigures.ALL)
          .flatMap(List::stream)
          .toList();

  private static final List<Figure<LawRows>> OF_ONE_STUDY =
      Stream.of(
              ComputeFigures.ALL,
              SurfaceFigures.ALL,
              LawComparisonFigures.ALL,
              PublishedFigures.ALL,
              TimeFigures.ALL)
          .flatMap(List::stream)
          .toList();

  private Catalogue() {}

  /** Names of the figures of one family, then of one study, then of one cohort. */
  public static List<String> names() {
    return Stream.of(ofFamilies(), ofStudies(), ofCohorts()).flatMap(List::stream).toList();
  }

  /** Names of the figures of families that differ only in their seed. */
  public static List<String> ofCohorts() {
    return CohortFigures.ALL.stream().map(Figure::name).toList();
  }

  /** Names of the figures of one family. */
  public static List<String> ofFamilies() {
    return named().map(Figure::name).toList();
  }

  /** Names of the figures of one study of the loss. */
  public static List<String> ofStudies() {
    return OF_ONE_STUDY.stream().map(Figure::name).toList();
  }

  private static Stream<Figure<FamilyRows>> named() {
    return Stream.concat(OF_ONE_FAMILY.stream(), LossFigures.ALL.stream());
  }

  /** The figures of one family; those of its losses only where it has any. */
  public static List<Drawing> of(FamilyRows rows) {
    return (rows.hasLosses() ? named() : OF_ONE_FAMILY.stream())
        .map(figure -> figure.drawing(rows, rows.family()))
        .toList();
  }

  /** The figures of one study of the loss. */
  public static List<Drawing> of(LawRows rows) {
    return OF_ONE_STUDY.stream().map(figure -> figure.drawing(rows, rows.study())).toList();
  }

  /**
   * One figure of one family.
   *
   * @throws IllegalArgumentException when there is no figure of this name
   */
  public static Drawing of(FamilyRows rows, String name) {
    return of(named(), name).drawing(rows, rows.family());
  }

  /**
   * One figure of one study.
   *
   * @throws IllegalArgumentException when there is no figure of this name
   */
  public static Drawing of(LawRows rows, String name) {
    return of(OF_ONE_STUDY.stream(), name).drawing(rows, rows.study());
  }

  /** The figures of one cohort. */
  public static List<Drawing> of(CohortRows rows) {
    return CohortFigures.ALL.stream().map(figure -> figure.drawing(rows, rows.cohort())).toList();
  }

  /**
   * One figure of one cohort.
   *
   * @throws IllegalArgumentException when there is no figure of this name
   */
  public static Drawing of(CohortRows rows, String name) {
    return of(CohortFigures.ALL.stream(), name).drawing(rows, rows.cohort());
  }

  private static <T> Figure<T> of(Stream<Figure<T>> figures, String name) {
    return figures
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("There is no figure '" + name + "', only " + names()));
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
