package org.gradienttransport.jobs.hub.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.hub.synth.SynthSettings.Format;
import org.gradienttransport.jobs.measure.LastMeasuring;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.input.FieldReader;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.BackendField;
import org.gradienttransport.udfs.backend.CpuBackend;
import org.gradienttransport.udfs.backend.WidenedField;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.ProbeParameters;
import org.gradienttransport.udfs.probe.ProbeResult;
import org.gradienttransport.udfs.tensor.DType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynthTest {
  private static final ValueSource VALUES = Distributions.gaussian(42, 1e-3);
  private static final ValueSource INITIAL = Distributions.gaussian(7, Synthesizer.INITIAL_SD);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"F16", "BF16", "F32", "F64"})
  void gradientsReadBackAsWhatWasDrawn(DType dtype) throws Exception {
    Family family = write(pico(dtype, SynthScale.ofWidth(24), SynthScale.ofEntries(40_001)));

    for (Unit unit : plan(family).units()) {
      double[] expected = drawn(VALUES, unit.entries(), unit.step());
      round(dtype, expected);
      assertThat(read(family, unit).toDoubles()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"TORCH, F16", "TORCH, F32", "SAFETENSORS, BF16", "SAFETENSORS, F64"})
  void differencesReadBackAsTheWalkThatIsStored(Format format, DType dtype) throws Exception {
    long n = 50_003;
    Family family = write(pythia(format, dtype, SynthScale.ofEntries(n)));

    double[] before = drawn(INITIAL, n, -1);
    round(dtype, before);
    for (Unit unit : plan(family).units()) {
      double[] after = drawn(VALUES, n, unit.step());
      double[] field = new double[after.length];
      for (int i = 0; i < after.length; i++) {
        after[i] = before[i] + after[i];
      }
      round(dtype, after);
      for (int i = 0; i < after.length; i++) {
        field[i] = after[i] - before[i];
      }
      assertThat(read(family, unit).toDoubles()).isEqualTo(field);
      before = after;
    }
  }

  @Tag("spark")
  @Test
  void aRunOverItHasTheBackendsOwnNumbersAndSaysWhatItTook() throws Exception {
    Family family =
        write(pico(DType.F16, SynthScale.ofEntries(9_216), SynthScale.ofEntries(40_001)));
    Path warehouse = folder.resolve("warehouse");
    RunSettings settings =
        TestRuns.settings(List.of(family), 1, 1, 0, new WaveSize(4, Long.MAX_VALUE));

    RunOutcome outcome = TestRuns.run(warehouse, settings);

    assertThat(published(warehouse)).isEqualTo(probedWithoutSpark(family));
    assertThat(warehouse.resolve("store/" + LastMeasuring.FILE)).exists();
    assertThat(warehouse.resolve("runs/" + outcome.runId() + "/" + LastMeasuring.FILE))
        .content()
        .contains("relax_seconds", "estimate", "overhead");
    LastMeasuring last = LastMeasuring.of(TestRuns.warehouse(warehouse));
    assertThat(last.text()).startsWith("Rates are those of the last measuring here");
  }

  private static Set<String> published(Path warehouse) {
    Set<String> rows = new TreeSet<>();
    for (Row row :
        TestRuns.current(warehouse)
            .rows(FieldTransport.ROWS.table())
            .select("n", "step", "field_kind", "s", "n_steps", "tau")
            .collectAsList()) {
      rows.add(row.mkString(" "));
    }
    return rows;
  }

  private static Set<String> probedWithoutSpark(Family family) throws Exception {
    Set<String> rows = new TreeSet<>();
    Plan plan = new Planner(new Configuration(), 1).plan(List.of(family));
    try (Backend backend = CpuBackend.create(1)) {
      for (Unit unit : plan.units()) {
        List<FieldVariant> variants = plan.variants(unit);
        List<ProbeResult> results =
            backend.measure(read(family, unit), ProbeParameters.PAPER, variants);
        for (int i = 0; i < variants.size(); i++) {
          ProbeResult result = results.get(i);
          String kind = variants.get(i).kind().word();
          rows.add(
              unit.entries()
                  + " "
                  + unit.step()
                  + " "
                  + kind
                  + " "
                  + result.size()
                  + " "
                  + result.steps()
                  + " "
                  + result.tau());
        }
      }
    }
    return rows;
  }

  @Test
  void equalSettingsGiveEqualBytes() throws Exception {
    SynthSettings settings = pico(DType.F32, SynthScale.ofWidth(12));
    write(settings);
    Path again = folder.resolve("again");
    write(
        new SynthSettings(
            settings.name(),
            settings.what(),
            settings.layout(),
            settings.format(),
            settings.dtype(),
            settings.scales(),
            settings.steps(),
            again.toUri().toString(),
            Optional.empty()));

    for (Path file : files()) {
      Path twin = again.resolve(folder.resolve("out").relativize(file));
      assertThat(twin).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void nothingLiesBesideTheFamilysOwnFiles() throws Exception {
    write(pico(DType.F32, SynthScale.ofWidth(12)));

    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsOnly("synthetic.yaml", "train_gradients.pt");
  }

  @Test
  void theFamilySaysThatItIsSynthetic() throws Exception {
    Family family = write(pico(DType.F32, SynthScale.ofWidth(12)));

    assertThat(family.title()).startsWith("Synthetic family");
    assertThat(family.note()).contains("no model was trained");
  }

  @Test
  void membersOfACohortLieApartAndSayWhichTheyAre() throws Exception {
    SynthSettings settings = pico(DType.F32, SynthScale.ofWidth(3));

    Family first = write(settings.member(1, "first entries"));
    Family second = write(settings.member(2, "second entries"));

    assertThat(first.name()).isEqualTo("synthetic-1");
    assertThat(first.cohort().orElseThrow().cohort()).isEqualTo("synthetic");
    assertThat(second.cohort().orElseThrow().member()).isEqualTo("2");
    assertThat(second.title()).contains("second entries");
    assertThat(second.root()).isNotEqualTo(first.root());
    assertThat(second.scales()).isEqualTo(first.scales());
    assertThat(second.steps()).isEqualTo(first.steps());
  }

  @Test
  void degreesOfFreedomOfMembersHaveTheSpreadThatWasAskedFor() {
    List<Double> drawn = Distributions.degreesOfFreedom(7, 3, 0.5, 100);

    double[] logs = drawn.stream().mapToDouble(df -> Math.log(df / 3)).toArray();
    double mean = Arrays.stream(logs).average().orElseThrow();
    double variance = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum() / 99;
    assertThat(mean).isBetween(-0.15, 0.15);
    assertThat(Math.sqrt(variance)).isBetween(0.4, 0.6);
    assertThat(Distributions.degreesOfFreedom(7, 3, 0, 3)).containsExactly(3.0, 3.0, 3.0);
  }

  @Test
  void aFamilyThatIsThereIsKept() throws Exception {
    SynthSettings settings = pico(DType.F32, SynthScale.ofWidth(12));
    write(settings);

    assertThatThrownBy(() -> write(settings))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("synthetic.yaml is there already")
        .hasMessageContaining("--out");
  }

  @Test
  void aFieldTooSmallForItsTensorsIsRefused() {
    assertThatThrownBy(() -> write(pico(DType.F32, SynthScale.ofEntries(100))))
        .isInstanceOf(JobException.class)
        .hasMessage("A Pico-LM field has at least 192 entries, got 100.");
  }

  @Test
  void widthsGiveThePublishedShapes() {
    assertThat(SynthScale.ofWidth(1536).entries()).isEqualTo(150_994_944L);
    assertThat(PicoTensors.of(589_824, DType.F32))
        .hasSize(36)
        .element(0)
        .satisfies(tensor -> assertThat(tensor.shape()).containsExactly(32L, 96L));
  }

  @Test
  void anyNumberOfEntriesIsHeldExactly() {
    for (long n : new long[] {192, 9_217, 1_000_003, 405_334_016L, 2_100_000_001L}) {
      assertThat(PicoTensors.of(n, DType.F32).stream().mapToLong(t -> t.elements()).sum())
          .isEqualTo(n);
    }
    for (long n : new long[] {9_999, 100_001, 14_067_712L, 405_334_016L}) {
      assertThat(NeoXTensors.parameters(n, DType.F16).stream().mapToLong(t -> t.elements()).sum())
          .isEqualTo(n);
    }
  }

  @Test
  void gaussianEntriesHaveGaussianMoments() {
    double[] entries = drawn(Distributions.gaussian(1, 1), 400_000, 3);

    assertThat(moment(entries, 1)).isCloseTo(0, within(0.01));
    assertThat(moment(entries, 2)).isCloseTo(1, within(0.01));
    assertThat(moment(entries, 4)).isCloseTo(3, within(0.1));
  }

  @Test
  void studentEntriesHaveTheQuantilesOfTheirDegreesOfFreedom() {
    double[] entries = drawn(Distributions.studentT(1, 3, 1), 400_000, 3);
    Arrays.sort(entries);

    // Tables of Student's t with 3 degrees of freedom: 0.90 and 0.99.
    assertThat(entries[360_000]).isCloseTo(1.638, within(0.02));
    assertThat(entries[396_000]).isCloseTo(4.541, within(0.15));
    assertThat(entries[40_000]).isCloseTo(-1.638, within(0.02));
  }

  @Test
  void permutedEntriesKeepTheMarginalsOfTheRealField() {
    double[] real = drawn(Distributions.studentT(5, 2, 1), 30_000, 0);
    double[] permuted = drawn(Distributions.permuted(9, real), 60_000, 4);

    double[] sorted = real.clone();
    Arrays.sort(sorted);
    for (int stretch = 0; stretch < 2; stretch++) {
      double[] part = Arrays.copyOfRange(permuted, stretch * 30_000, (stretch + 1) * 30_000);
      assertThat(part).isNotEqualTo(real);
      Arrays.sort(part);
      assertThat(part).isEqualTo(sorted);
    }
  }

  @Test
  void fieldsDifferBySeedSizeAndStep() {
    double[] one = drawn(Distributions.gaussian(1, 1), 1000, 3);

    assertThat(drawn(Distributions.gaussian(2, 1), 1000, 3)).isNotEqualTo(one);
    assertThat(drawn(Distributions.gaussian(1, 1), 1000, 4)).isNotEqualTo(one);
    assertThat(Arrays.copyOf(drawn(Distributions.gaussian(1, 1), 1001, 3), 1000)).isNotEqualTo(one);
  }

  private SynthSettings pico(DType dtype, SynthScale... scales) {
    return settings(SynthLayout.PICO_LM, Format.TORCH, dtype, scales);
  }

  private SynthSettings pythia(Format format, DType dtype, SynthScale... scales) {
    return settings(SynthLayout.PYTHIA, format, dtype, scales);
  }

  private SynthSettings settings(
      SynthLayout layout, Format format, DType dtype, SynthScale... scales) {
    return new SynthSettings(
        "synthetic",
        "Gaussian entries",
        layout,
        format,
        dtype,
        List.of(scales),
        List.of(0L, 1000L, 2000L),
        folder.resolve("out").toUri().toString(),
        Optional.empty());
  }

  private static Family write(SynthSettings settings) throws IOException {
    Configuration configuration = new Configuration();
    Synthesizer.Written written = new Synthesizer(settings, VALUES, INITIAL, configuration).write();
    return FamilyFiles.load(written.description().toString(), configuration);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Plan plan(Family family) {
    Plan plan = new Planner(new Configuration(), 0).plan(List.of(family));
    assertThat(plan.units()).isNotEmpty().allMatch(unit -> unit.missing() == null);
    return plan;
  }

  private static BackendField read(Family family, Unit unit) throws Exception {
    return new FieldReader(
            family, family.scale(unit.scale()), new Configuration(), WidenedField::new)
        .read(unit.from(), unit.to(), unit.entries())
        .values();
  }

  private static double[] drawn(ValueSource source, long entries, long stream) {
    double[] all = new double[(int) entries];
    for (int block = 0; (long) block * ValueSource.BLOCK < entries; block++) {
      int at = block * ValueSource.BLOCK;
      double[] part = new double[(int) Math.min(ValueSource.BLOCK, entries - at)];
      source.fill(entries, stream, block, part);
      System.arraycopy(part, 0, all, at, part.length);
    }
    return all;
  }

  private static void round(DType dtype, double[] values) {
    byte[] raw = new byte[values.length * dtype.bytes()];
    dtype.narrow(values, 0, values.length, raw, 0);
    dtype.widen(raw, 0, values.length, values, 0);
  }

  private static double moment(double[] values, int power) {
    return Arrays.stream(values).map(x -> Math.pow(x, power)).average().orElseThrow();
  }
}
