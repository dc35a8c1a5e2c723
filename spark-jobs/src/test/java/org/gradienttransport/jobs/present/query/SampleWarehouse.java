package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.conf.study.StudyFiles;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.robustness.ProbeVariation;

/**
 * The bundled sample as two published runs, one realisation of each null: pico-mini-sample as of 14
 * November, both families and the study as of 21 November 2026, then with one variation of each
 * factor of the probe. Made once per JVM.
 */
final class SampleWarehouse {
  /** One variation of each factor of the probe. */
  private static final Variations FIVE =
      new Variations(
          List.of(
              ProbeVariation.graphSeed(43),
              ProbeVariation.attachment(1),
              ProbeVariation.torus(),
              ProbeVariation.alpha(0.2),
              ProbeVariation.quantile(0.95)),
          8,
          List.of(),
          Set.of(FieldKind.N0));

  private static Path made;

  private SampleWarehouse() {}

  static synchronized Path get() {
    if (made == null) {
      made = make();
    }
    return made;
  }

  private static Path make() {
    try {
      Path directory = Files.createTempDirectory("sample-warehouse");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      Family pico = TestRuns.family("pico-mini-sample");
      Family pythia = TestRuns.family("pythia-mini-sample");
      TestRuns.run(directory, settings(LocalDate.of(2026, 11, 14), pico));
      TestRuns.run(
          directory,
          settings(
                  LocalDate.of(2026, 11, 21),
                  pico.withVariations(Optional.of(FIVE)),
                  pythia.withVariations(Optional.of(FIVE)))
              .withStudies(
                  List.of(
                      StudyFiles.load(Repository.study("gemstones-sample"), new Configuration()))));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunSettings settings(LocalDate asOf, Family... families) {
    return new RunSettings(
        List.of(families),
        new MeasureSettings("cpu", 1, "", ProbeParameters.PAPER),
        1,
        WaveSize.DEFAULT,
        0,
        asOf,
        Duration.ofMinutes(10),
        false,
        List.of());
  }

  static QueryEngine duckDb() {
    return Engines.duckDb(get().toString(), "", new Configuration(false));
  }

  static QueryEngine spark() {
    return Engines.spark(SharedSpark.session(), TestRuns.warehouse(get()));
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
