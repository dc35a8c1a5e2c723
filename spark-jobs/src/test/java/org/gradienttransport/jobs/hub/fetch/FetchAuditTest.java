package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repeated and exchanged branches are noticed before anything is fetched. */
class FetchAuditTest {
  private static final String REPO = "lab/model";
  private static final int ELEMENTS = 200_000;

  @TempDir Path folder;
  private FetchHarness fetch;

  @BeforeEach
  void start() throws IOException {
    fetch = new FetchHarness(folder.resolve("target"));
  }

  @AfterEach
  void stop() {
    fetch.close();
  }

  /** A file of one tensor that drifts with the step, with the step in its metadata. */
  private static byte[] file(long step, long marked, int elements) {
    String header =
        ("{\"__metadata__\":{\"step\":\"%d\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}")
            .formatted(marked, elements, 4 * elements);
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + 4 * elements).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < elements; i++) {
      bytes.putFloat((float) (random.nextDouble() + step * 0.01 * (i % 7)));
    }
    return bytes.array();
  }

  private void step(long name, byte[] bytes) {
    String commit = FakeHub.commitId("step" + name);
    fetch.hub.branch(REPO, "step" + name, commit);
    fetch.hub.largeFile(REPO, commit, "model.safetensors", bytes);
  }

  private Result audit() {
    return fetch.fetchFrom("refs", REPO, "--ref", "step{step}", "--audit");
  }

  @Test
  void aSoundSeriesHasNoFindingAndCostsSomeKilobytes() throws IOException {
    for (long step = 0; step < 6; step++) {
      step(step, file(step, step, ELEMENTS));
    }
    Result result = audit();
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("6 steps compared by hashes, 6 headers and first values read; 0 finding(s)");
    assertThat(fetch.hub.requestsTo("storage"))
        .hasSizeLessThanOrEqualTo(18)
        .allMatch(request -> request.range().matches("bytes=\\d+-\\d+"));
    assertThat(fetch.files()).isEmpty();
  }

  @Test
  void aRepeatedBranchIsNamedByItsHash() throws IOException {
    for (long step = 0; step < 4; step++) {
      step(step, file(step == 2 ? 1 : step, step == 2 ? 1 : step, ELEMENTS));
    }
    Result result = audit();
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.out())
        .contains("the same bytes, sha256:")
        .contains("lab/model step 1 (model.safetensors), lab/model step 2 (model.safetensors)");
  }

  @Test
  void aRepeatedBranchOfAnotherHeaderIsNamedByItsValues() throws IOException {
    for (long step = 0; step < 4; step++) {
      step(step, file(step == 2 ? 1 : step, step, ELEMENTS));
    }
    Result result = audit();
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.out())
        .doesNotContain("the same bytes")
        .contains("lab/model steps 1 and 2 begin with the same values of tensor 'w'");
  }

  @Test
  void exchangedBranchesAreNamed() throws IOException {
    for (long step = 0; step < 8; step++) {
      long held = step == 2 ? 5 : step == 5 ? 2 : step;
      step(step, file(held, step, ELEMENTS));
    }
    Result result = audit();
    assertThat(result.code()).isEqualTo(65);
    assertThat(result.out()).contains("lab/model steps 2 and 5 look exchanged");
  }

  @Test
  void aBranchOfAnotherModelIsNamed() throws IOException {
    for (long step = 0; step < 4; step++) {
      step(step, file(step, step, step == 3 ? 10 : 12));
    }
    assertThat(audit().out())
        .contains("step 3 has other tensors than step 0: 'w' is F32 [10] in place of F32 [12]");
  }

  @Test
  void withoutRangesOnlyHashesAreCompared() throws IOException {
    fetch.hub.ignoreRanges();
    for (long step = 0; step < 4; step++) {
      step(step, file(step, step, 12));
    }
    Result result = audit();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("0 headers and first values read, 4 not, since the server sends no ranges");
  }
}
