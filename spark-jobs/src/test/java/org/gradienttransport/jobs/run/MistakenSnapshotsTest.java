package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.udfs.tensor.DType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readable checkpoints that are not what their place says: nothing made of them is silent. */
@Tag("spark")
class MistakenSnapshotsTest {
  private static final String STEPS = "[1, 2, 3, 4, 5, 6, 7, 8]";

  @TempDir Path directory;
  private TinyCheckpoints checkpoints;

  @BeforeEach
  void writeSoundCheckpoints() throws IOException {
    checkpoints = new TinyCheckpoints(directory.resolve("input")).write(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void soundCheckpointsAreUnmarked() throws IOException {
    assertThat(fields(run(checkpoints.family(STEPS))).values())
        .hasSize(7)
        .allSatisfy(
            field -> {
              assertThat(field.status()).isEqualTo(FieldStatus.OK);
              assertThat(field.neighbours()).isEqualTo(FieldTransport.Neighbours.UNKNOWN);
            });
    assertThat(check("repeated_tensors").status()).isEqualTo(Outcome.PASS);
    assertThat(check("remarked_inputs").status()).isEqualTo(Outcome.PASS);
  }

  @Test
  void aSnapshotOfAnotherTypeIsSaidOfBothOfItsDifferences() throws IOException {
    write(4, DType.F16, 4);
    Map<Long, FieldTransport> fields = fields(run(checkpoints.family(STEPS)));
    String said =
        "At step 4 5 of 5 tensors are of another type than at most steps of the scale, such as"
            + " embed in float16 and not float32.";
    assertThat(fields.get(4L).message()).isEqualTo(said);
    assertThat(fields.get(5L).message()).isEqualTo(said);
    assertThat(fields.get(4L).status()).isEqualTo(FieldStatus.OK);
    assertThat(fields.get(3L).message()).isNull();
    CheckResult check = check("remarked_inputs");
    assertThat(check.status()).isEqualTo(Outcome.FAIL);
    assertThat(check.level()).isEqualTo(Level.WARN);
    assertThat(check.value()).isEqualTo(2);
    assertThat(check.message()).contains("2 of 21 real fields", "w8: " + said);
  }

  @Test
  void anotherStepsWeightsInAnotherTypeAreSaidByTheirType() throws IOException {
    write(3, DType.F64, 5);
    Map<Long, FieldTransport> fields = fields(run(checkpoints.family(STEPS)));
    assertThat(fields.get(3L).message()).contains("At step 3 ", "float64 and not float32");
    assertThat(fields.get(4L).message()).contains("At step 3 ", "float64 and not float32");
    assertThat(fields.get(5L).message()).isNull();
  }

  private void write(long step, DType type, long valuesOf) throws IOException {
    Map<String, List<Long>> shapes = TinyCheckpoints.tensors(8);
    Map<String, double[]> values = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> values.put(name, TinyCheckpoints.values(name, shape, valuesOf)));
    TinyCheckpoints.write(checkpoints.file(TinyCheckpoints.SPOILT, step), type, shapes, values);
  }

  @Test
  void aTransposedTensorIsNotSubtracted() throws IOException {
    Map<String, List<Long>> shapes = TinyCheckpoints.tensors(8);
    shapes.put("embed", List.of(8L, 5L));
    checkpoints.write(TinyCheckpoints.SPOILT, 3, shapes, 3);

    Map<Long, FieldTransport> fields = fields(run(checkpoints.family(STEPS)));

    for (long step : new long[] {3, 4}) {
      assertThat(fields.get(step).status()).isEqualTo(FieldStatus.WRONG_SIZE);
      assertThat(fields.get(step).cascade()).isNull();
      assertThat(fields.get(step).message())
          .contains("'embed' [8, 5]", "'embed' [5, 8]", "step3/model", "Convert one of them");
    }
    assertThat(fields.get(3L).message()).contains("step2/model");
    assertThat(fields.get(5L).status()).isEqualTo(FieldStatus.OK);
  }

  @Test
  void tensorsThatShareTheirEntriesDifferentlyAreNotSubtracted() throws IOException {
    Map<String, List<Long>> shapes = TinyCheckpoints.tensors(8);
    shapes.put("h.0.gain", List.of(12L));
    shapes.put("h.1.gain", List.of(8L));
    checkpoints.write(TinyCheckpoints.SPOILT, 3, shapes, 3);

    assertThat(fields(run(checkpoints.family(STEPS))).get(3L).message())
        .contains("'h.0.gain' [12] in the later", "'h.0.gain' [8] in the earlier");
  }

  @Test
  void anotherPrefixBeforeTheNamesIsNoOtherLayout() throws IOException {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    Map<String, double[]> values = new LinkedHashMap<>();
    TinyCheckpoints.tensors(8)
        .forEach(
            (name, shape) -> {
              String prefixed = name.startsWith("h.") ? "model." + name : name;
              shapes.put(prefixed, shape);
              values.put(prefixed, TinyCheckpoints.values(name, shape, 3));
            });
    Family family = checkpoints.family(STEPS);
    Map<Long, FieldTransport> before = fields(run(family));
    TinyCheckpoints.write(checkpoints.file(TinyCheckpoints.SPOILT, 3), shapes, values);
    Path file = directory.resolve("input/tiny.yaml");
    Files.writeString(file, Files.readString(file).replace("'h\\.", "'(model\\.)?h\\."));
    Family prefixed = FamilyFiles.load(file.toString(), new Configuration());

    Map<Long, FieldTransport> after = fields(run(prefixed));

    assertThat(after.get(3L).cascade()).isEqualTo(before.get(3L).cascade());
    assertThat(after.get(4L).cascade()).isEqualTo(before.get(4L).cascade());
  }

  @Test
  void everyRowMadeFromEitherOfTwoEqualSnapshotsIsMarkedWithTheOther() throws IOException {
    checkpoints.copy(TinyCheckpoints.SPOILT, 7, 3);

    Map<Long, FieldTransport> fields = fields(run(checkpoints.family(STEPS)));

    assertThat(fields.get(3L).neighbours().repeatedStep()).isEqualTo(7L);
    assertThat(fields.get(4L).neighbours().fromRepeatedStep()).isEqualTo(7L);
    assertThat(fields.get(7L).neighbours().repeatedStep()).isEqualTo(3L);
    assertThat(fields.get(8L).neighbours().fromRepeatedStep()).isEqualTo(3L);
    for (long step : new long[] {2, 5, 6}) {
      assertThat(fields.get(step).neighbours()).isEqualTo(FieldTransport.Neighbours.UNKNOWN);
    }
    assertThat(check("duplicate_content").status()).isEqualTo(Outcome.FAIL);
    assertThat(check("duplicate_content").message()).contains("w8 steps 3 and 7");
    assertThat(check("repeated_tensors").status())
        .as("snapshots that are equal as a whole are not told tensor by tensor")
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aSingleTensorOfAnotherStepIsNamedWithBothSteps() throws IOException {
    spoil(3, Map.of("h.1.matrix", 7L, "h.1.gain", 7L));

    Map<Long, FieldTransport> fields = fields(run(checkpoints.family(STEPS)));

    assertThat(fields.get(3L).neighbours().repeatedTensors())
        .containsExactly("step 3 has 2 tensor(s) of step 7: 1.matrix, 1.gain");
    assertThat(fields.get(8L).neighbours().repeatedTensors())
        .containsExactly("step 7 has 2 tensor(s) of step 3: 1.matrix, 1.gain");
    assertThat(fields.get(6L).neighbours().repeatedTensors()).isNull();
    CheckResult check = check("repeated_tensors");
    assertThat(check.level()).isEqualTo(Level.WARN);
    assertThat(check.status()).isEqualTo(Outcome.FAIL);
    assertThat(check.message()).contains("w8 step 3 has 2 tensor(s) of step 7: 1.matrix, 1.gain");
  }

  @Test
  void aShardLeftOverFromTheStepBeforeIsNoticedByItsMatrices() throws IOException {
    spoil(5, Map.of("h.0.matrix", 4L, "h.0.gain", 4L));

    assertThat(fields(run(checkpoints.family(STEPS))).get(5L).neighbours().repeatedTensors())
        .containsExactly(
            "step 4 has 1 tensor(s) of step 5: 0.matrix",
            "step 5 has 1 tensor(s) of step 4: 0.matrix");
  }

  @Test
  void aFrozenTensorIsNotRemarkable() throws IOException {
    for (long step = 1; step <= 8; step++) {
      spoil(step, Map.of("embed", 1L));
    }
    assertThat(fields(run(checkpoints.family(STEPS))).values())
        .allSatisfy(field -> assertThat(field.neighbours().repeatedTensors()).isNull());
  }

  @Test
  void aCheckpointEqualToItsPredecessorButForSignsOfZerosSaysSo() throws IOException {
    Map<String, List<Long>> shapes = TinyCheckpoints.tensors(8);
    for (long step : new long[] {4, 5}) {
      Map<String, double[]> values = new LinkedHashMap<>();
      shapes.forEach((name, shape) -> values.put(name, TinyCheckpoints.values(name, shape, 4)));
      Arrays.fill(values.get("embed"), step == 4 ? 0.0 : -0.0);
      TinyCheckpoints.write(checkpoints.file(TinyCheckpoints.SPOILT, step), shapes, values);
    }

    FieldTransport field = fields(run(checkpoints.family(STEPS))).get(5L);

    assertThat(field.status()).isEqualTo(FieldStatus.NO_ACTIVITY);
    assertThat(field.message()).contains("equals that of step 4", "signs of zeros");
    assertThat(check("duplicate_content").message()).contains("w8 steps 4 and 5");
  }

  /** Writes a step's file anew with some tensors of other steps. */
  private void spoil(long step, Map<String, Long> ofOther) throws IOException {
    Map<String, List<Long>> shapes = TinyCheckpoints.tensors(8);
    Map<String, double[]> values = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            values.put(
                name, TinyCheckpoints.values(name, shape, ofOther.getOrDefault(name, step))));
    TinyCheckpoints.write(checkpoints.file(TinyCheckpoints.SPOILT, step), shapes, values);
  }

  private Path run(Family family) throws IOException {
    Path warehouse = directory.resolve("warehouse");
    TestRuns.run(warehouse, TestRuns.settings(family));
    return warehouse;
  }

  private CheckResult check(String name) {
    var warehouse = TestRuns.warehouse(directory.resolve("warehouse"));
    return warehouse.tables(warehouse.requireCurrentRun()).of(CheckResult.ROWS).stream()
        .filter(check -> check.name().equals(name) && check.family().equals("tiny"))
        .findFirst()
        .orElseThrow();
  }

  /** The real fields of the model that tests spoil, by step. */
  private static Map<Long, FieldTransport> fields(Path warehouse) {
    var open = TestRuns.warehouse(warehouse);
    Map<Long, FieldTransport> fields = new TreeMap<>();
    open.tables(open.requireCurrentRun()).of(FieldTransport.ROWS).stream()
        .filter(field -> field.key().scale().equals(TinyCheckpoints.SPOILT))
        .filter(field -> field.key().realisation().isReal())
        .forEach(field -> fields.put(field.key().step(), field));
    return fields;
  }
}
