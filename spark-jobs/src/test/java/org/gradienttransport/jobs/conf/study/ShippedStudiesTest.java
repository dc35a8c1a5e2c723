package org.gradienttransport.jobs.conf.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.conf.study.RowColumns.RowName;
import org.gradienttransport.jobs.conf.study.RowColumns.Variable;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The studies in conf/studies are usable and ask for what METHOD-SCALING section 8 does. */
final class ShippedStudiesTest {
  private static Study load(String name) {
    return StudyFiles.load(Repository.study(name), new Configuration(false));
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("conf/studies"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileDescribesAStudyAndSurvivesSerialization(Path file) throws Exception {
    Study study = StudyFiles.load(file.toString(), new Configuration(false));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(study);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Study copy = (Study) in.readObject();
      assertThat(copy).isEqualTo(study);
      assertThat(copy.hash()).isEqualTo(study.hash()).matches("[0-9a-f]{64}");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyStudyHasAHashOfItsOwn(Path file) throws IOException {
    String hash = StudyFiles.load(file.toString(), new Configuration(false)).hash();

    assertThat(files())
        .filteredOn(other -> !other.equals(file))
        .noneMatch(
            other ->
                StudyFiles.load(other.toString(), new Configuration(false)).hash().equals(hash));
  }

  @Test
  void gemstonesIsFittedAtOurWidthAndAtThePapers() {
    Study study = load("gemstones");

    assertThat(study.fits().objective()).isEqualTo(ObjectiveKind.HUBER_LOG);
    assertThat(study.fits().deltas()).containsExactly(1e-3, 1e-4);
    assertThat(study.fits().approaches())
        .containsExactly(Approach.ENVELOPE, Approach.ISOFLOP, Approach.PARAMETRIC);
    assertThat(study.fits().laws())
        .contains(
            new LawRequest(LawForm.CHINCHILLA, LawVariables.N_D),
            new LawRequest(LawForm.KAPLAN_NS, LawVariables.N_S),
            new LawRequest(LawForm.POWER, LawVariables.N));
    assertThat(study.fits().bootstrap()).isEqualTo(new Bootstrap(1000, 42, Bootstrap.Rule.CASES));
    assertThat(study.fits().heldOut()).isEqualTo(new HeldOut(0.1, true));
  }

  @Test
  void gadresFiveModelsAreFittedByLeastSquaresOfTheLoss() {
    StudyFits fits = load("mlfoundations-gadre").fits();

    assertThat(fits.objective()).isEqualTo(ObjectiveKind.LSQ);
    assertThat(fits.deltas()).isEmpty();
    assertThat(fits.laws())
        .containsExactly(new LawRequest(LawForm.CHINCHILLA_TIED, LawVariables.N_D));
  }

  @Test
  void theCurvesOfMultipowerlawAreFittedAgainstStepsAndTheSumOfRates() {
    Study study = load("multipowerlaw");

    assertThat(study.fits().laws()).isEmpty();
    assertThat(study.fits().time().clocks()).containsExactly(TrainingClock.STEP, TrainingClock.TAU);
    assertThat(study.columns().number(RowQuantity.WARMUP_STEPS))
        .contains(new NumberFrom.Constant(2160));
    assertThat(study.columns().variables()).containsExactly(Variable.S, Variable.TAU);
  }

  @Test
  void theWindowOfToySoftmaxBeginsAtStep1000() {
    TimeFits time = load("toy-softmax").fits().time();

    assertThat(time.windowClock()).isEqualTo(TrainingClock.STEP);
    assertThat(time.from()).isEqualTo(1000);
    assertThat(time.to()).isInfinite();
  }

  @Test
  void theTemplateOfChinchillaKnowsTheColumnsOfTheExtractedPoints() {
    Study study = load("chinchilla-240.template");

    assertThat(study.columns().columns()).containsExactly("Model Size", "Training FLOP", "loss");
    assertThat(study.columns().scheduleState())
        .isEqualTo(new WordFrom.Constant<>(ScheduleState.FINAL));
    assertThat(study.published())
        .extracting(fit -> fit.coefficients().get(Coefficient.N_ALLOCATION))
        .containsExactly(0.46, null, 0.513);
    assertThat(study.fits().starts()).isEqualTo(StudyFits.Starts.FULL);
  }

  @Test
  void theTemplateForOthersUsesEveryKindOfValue() {
    Study study = load("template");

    assertThat(study.columns().number(RowQuantity.PARAMS))
        .contains(new NumberFrom.Cell("params_in_millions", 1e6));
    assertThat(study.columns().number(RowQuantity.BATCH_TOKENS))
        .contains(new NumberFrom.Constant(524_288));
    assertThat(study.columns().name(RowName.SERIES))
        .contains(new TextFrom.Cells(List.of("dataset")));
    assertThat(study.columns().name(RowName.TOKENIZER)).contains(new TextFrom.Constant("gpt2"));
    assertThat(study.filters()).hasSize(3);
    assertThat(study.fits().budgets()).containsExactly(1e21, 1e22);
    assertThat(study.published()).hasSize(1);
  }

  @Test
  void aRootIsRelativeToTheFileThatStatesIt() {
    Path repository = Repository.root().toAbsolutePath().normalize();
    assertThat(load("gemstones-curves").source().root())
        .isEqualTo("file:" + repository.getParent() + "/shared/data/gemstones");
  }

  @Test
  void aStudyKeepsItsHashWhenItsFilesMove() {
    Study study = load("gemstones");

    assertThat(study.withRoot("s3a://lab/gemstones").hash()).isEqualTo(study.hash());
    assertThat(study.withRoot("s3a://lab/gemstones").source().root())
        .isEqualTo("s3a://lab/gemstones");
  }
}
