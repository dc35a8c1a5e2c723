package org.gradienttransport.jobs.hub.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.hub.fetch.FakeHub.Fault;
import org.gradienttransport.jobs.hub.fetch.FakeHub.Request;
import org.gradienttransport.jobs.hub.fetch.FetchHarness.Result;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.FileSource;
import org.gradienttransport.udfs.tensor.TensorFile;
import org.gradienttransport.udfs.tensor.TensorFiles;
import org.gradienttransport.udfs.tensor.TensorInfo;
import org.gradienttransport.udfs.tensor.TensorWriter;
import org.gradienttransport.udfs.tensor.TensorWriters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of safetensors files only the tensors that a family's rules take are fetched, by ranges. */
class FetchFieldTest {
  private static final String REPO = "lab/model";
  private static final String FILE = "model.safetensors";

  /** What the planner reads of a file to see its header. */
  private static final long HEADER_READ = 64 << 10;

  private static final long TENSOR = 4L * 50_000;

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

  /** A file of float32 tensors of 50,000 elements, one after the other by name. */
  private static byte[] safetensors(String... names) throws IOException {
    List<TensorInfo> tensors =
        Arrays.stream(names)
            .map(name -> new TensorInfo(name, DType.F32, List.of(TENSOR / 4), "here"))
            .toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TensorWriter writer = TensorWriters.safetensors(out, tensors)) {
      for (TensorInfo tensor : writer.order()) {
        byte[] raw = FetchHarness.bytes((int) TENSOR, tensor.name().hashCode());
        writer.write(raw, 0, raw.length);
      }
    }
    return out.toByteArray();
  }

  private void offer(String path, byte[] bytes) {
    String commit = FakeHub.commitId("step5");
    fetch.hub.branch(REPO, "step5", commit);
    fetch.hub.largeFile(REPO, commit, path, bytes);
  }

  private Path family(String rules) throws IOException {
    return Files.writeString(
        folder.resolve("family.yaml"),
        """
        family: tiny
        title: Of which not all is a field
        field: gradient
        root: %s
        scales: [{name: one, entries: 100000}]
        snapshot:
          directory: 'step{step}'
          files: [model.safetensors, model.safetensors.index.json, model.bin]
        hub: {repository: lab/model, ref: 'step{step}'}
        steps: [5]
        tensors: {rules: [{names: %s}], unmatched: ignore}
        """
            .formatted(fetch.target, rules));
  }

  private Result fetchField(String rules, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("--family", family(rules).toString()));
    args.addAll(List.of("--tensors", "field", "--hub", fetch.hub.address()));
    args.addAll(List.of(more));
    return fetch.run(args.toArray(String[]::new));
  }

  private Path fetched(String name) {
    return fetch.target.resolve("one/step5/" + name);
  }

  private static Map<String, byte[]> tensors(Path file) throws IOException {
    Map<String, byte[]> tensors = new LinkedHashMap<>();
    try (TensorFile open = TensorFiles.open(FileSource.open(file))) {
      for (TensorInfo tensor : open.tensors()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        open.stream(
            tensor, (dtype, raw, offset, count) -> bytes.write(raw, offset, count * dtype.bytes()));
        tensors.put(tensor.name(), bytes.toByteArray());
      }
    }
    return tensors;
  }

  private static JsonNode header(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new ObjectMapper().readTree(new String(bytes, 8, length, StandardCharsets.UTF_8));
  }

  private List<String> ranges() {
    return fetch.hub.requestsTo("storage").stream().map(Request::range).toList();
  }

  @Test
  void onlyTheTensorsOfTheRulesTravelAndNeighboursInOneRange() throws IOException {
    byte[] whole = safetensors("a", "b", "c", "d", "e");
    offer(FILE, whole);

    Result result = fetchField("[e, b, c]");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files()).containsExactly("one/step5/model.field.safetensors");
    assertThat(fetch.hub.bytesSent()).isEqualTo(HEADER_READ + 3 * TENSOR);
    assertThat(ranges()).as("header, then b with c, then e").hasSize(3);
    Map<String, byte[]> tensors = tensors(fetched("model.field.safetensors"));
    assertThat(tensors.keySet()).containsExactly("b", "c", "e");
    tensors.forEach(
        (name, raw) ->
            assertThat(raw).isEqualTo(FetchHarness.bytes((int) TENSOR, name.hashCode())));
    assertThat(result.err())
        .contains(
            "the rules take %d of %d bytes"
                .formatted(Files.size(fetched("model.field.safetensors")), whole.length));
  }

  /** Twenty tensors of 200 kB and between them, by name, as many of so many bytes. */
  private static byte[] interleaved(int gap) throws IOException {
    List<TensorInfo> tensors = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      tensors.add(new TensorInfo("t" + i, DType.F32, List.of(TENSOR / 4), "here"));
      tensors.add(new TensorInfo("t" + i + "-mask", DType.U8, List.of((long) gap), "here"));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TensorWriter writer = TensorWriters.safetensors(out, tensors)) {
      for (TensorInfo tensor : writer.order()) {
        byte[] raw = FetchHarness.bytes((int) tensor.bytes(), tensor.name().hashCode());
        writer.write(raw, 0, raw.length);
      }
    }
    return out.toByteArray();
  }

  private static String everySecond() {
    return java.util.stream.IntStream.range(10, 30)
        .mapToObj(i -> "t" + i)
        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  private void assertFieldIsThere() throws IOException {
    Map<String, byte[]> tensors = tensors(fetched("model.field.safetensors"));
    assertThat(tensors).hasSize(20);
    tensors.forEach(
        (name, raw) ->
            assertThat(raw).isEqualTo(FetchHarness.bytes((int) TENSOR, name.hashCode())));
  }

  @Test
  void smallGapsAreFetchedWithTheTensorsAroundThemByOneRequest() throws IOException {
    offer(FILE, interleaved(5_000));

    Result result = fetchField(everySecond());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(ranges()).as("header, then all").hasSize(2);
    assertThat(fetch.hub.bytesSent()).isEqualTo(HEADER_READ + 20 * TENSOR + 19 * 5_000);
    assertFieldIsThere();
  }

  @Test
  void gapsAreFetchedUpToATenthOfWhatIsWanted() throws IOException {
    offer(FILE, interleaved(40_000));

    assertThat(fetchField(everySecond()).code()).isZero();

    assertThat(ranges()).as("header, and 10 of 19 gaps are bridged").hasSize(1 + 10);
    assertThat(fetch.hub.bytesSent()).isEqualTo(HEADER_READ + 20 * TENSOR + 10 * 40_000);
    assertFieldIsThere();
  }

  @Test
  void aTransferCutInAGapIsResumedBehindIt() throws IOException {
    offer(FILE, interleaved(5_000));
    fetch.hub.fail(FILE, new Fault.Cut((int) HEADER_READ));
    fetch.hub.fail(FILE, new Fault.Cut((int) TENSOR + 2_000));
    assertThat(fetchField(everySecond(), "--retries", "0").code()).isEqualTo(75);
    fetch.hub.forgetRequests();

    Result second = fetchField(everySecond());

    assertThat(second.code()).as(second.err()).isZero();
    assertThat(ranges()).as("header, then the rest").hasSize(2);
    assertFieldIsThere();
  }

  @Test
  void nobodyTakesAnExcerptForTheFileItComesFrom() throws IOException {
    offer(FILE, safetensors("a", "b"));
    assertThat(fetchField("[b]").code()).isZero();

    JsonNode metadata = header(fetched("model.field.safetensors")).path("__metadata__");
    assertThat(metadata.path("excerpt").asText()).contains("only the tensors");
    assertThat(metadata.path("excerpt_of").asText())
        .isEqualTo(REPO + " " + FakeHub.commitId("step5") + " " + FILE);
    assertThat(metadata.path("excerpt_of_checksum").asText()).startsWith("sha256:");
    assertThat(metadata.has("format")).as("what others need to load a model by").isFalse();
    JsonNode line = fetch.manifest().get("one/step5/model.field.safetensors");
    assertThat(line.path("state").asText()).isEqualTo("done");
    assertThat(line.path("excerpt").path("of_size").asLong()).isGreaterThan(2 * TENSOR);
    assertThat(line.path("size").asLong())
        .isEqualTo(Files.size(fetched("model.field.safetensors")));
  }

  @Test
  void whatIsThereIsNotAskedForAgainUntilTheRulesChange() throws IOException {
    offer(FILE, safetensors("a", "b", "c"));
    assertThat(fetchField("[a]").code()).isZero();
    fetch.hub.forgetRequests();

    Result again = fetchField("[a]");

    assertThat(again.err()).contains("0 fetched, 1 already there");
    assertThat(fetch.hub.requests()).filteredOn(r -> !r.path().contains("/refs")).isEmpty();
    assertThat(fetchField("[a]", "--verify").err()).contains("0 fetched, 1 already there");
    assertThat(fetchField("[b]").err()).contains("1 fetched, 0 already there");
    assertThat(tensors(fetched("model.field.safetensors"))).containsOnlyKeys("b");
  }

  @Test
  void otherRulesThatTakeTheSameTensorsFetchNoTensor() throws IOException {
    offer(FILE, safetensors("a", "b", "c"));
    assertThat(fetchField("[a]").code()).isZero();
    long before = fetch.hub.bytesSent();
    String rules = "[a]}, {optional: true, names: [x]";

    assertThat(fetchField(rules).err()).contains("0 fetched, 1 already there");
    assertThat(fetch.hub.bytesSent() - before).isEqualTo(HEADER_READ);
    assertThat(fetchField(rules).err()).contains("0 fetched, 1 already there");
    assertThat(fetch.hub.bytesSent() - before).as("and that is kept").isEqualTo(HEADER_READ);
  }

  @Test
  void anIndexThatNamesItselfIsRefused() throws IOException {
    offer(
        "model.safetensors.index.json",
        "{\"weight_map\": {\"a\": \"model.safetensors.index.json\"}}"
            .getBytes(StandardCharsets.UTF_8));
    Result result = fetchField("[a]");
    assertThat(result.code()).as(result.err()).isNotIn(0, 70);
    assertThat(fetch.files()).isEmpty();
  }

  @Test
  void anExcerptThatChangedOnDiskIsFoundByVerifying() throws IOException {
    offer(FILE, safetensors("a", "b"));
    assertThat(fetchField("[a]").code()).isZero();
    Path file = fetched("model.field.safetensors");
    byte[] sound = Files.readAllBytes(file);
    byte[] spoilt = sound.clone();
    spoilt[spoilt.length - 1] ^= 1;
    Files.write(file, spoilt);

    assertThat(fetchField("[a]", "--verify").err()).contains("1 fetched");
    assertThat(file).hasBinaryContent(sound);
  }

  @Test
  void aFileThatIsThereWholeNeedsNoExcerpt() throws IOException {
    offer(FILE, safetensors("a", "b"));
    fetch.run("--family", family("[a]").toString(), "--hub", fetch.hub.address());
    assertThat(fetchField("[a]").err()).contains("0 fetched, 1 already there");
    assertThat(fetch.files()).containsExactly("one/step5/model.safetensors");
  }

  @Test
  void aDryRunSaysWhatTheExcerptsTake() throws IOException {
    offer(FILE, safetensors("a", "b"));
    Result result = fetchField("[a]", "--dry-run");
    assertThat(result.out())
        .contains("one/step5/model.field.safetensors")
        .contains("200.4 kB to fetch");
    assertThat(fetch.files()).isEmpty();
  }

  private void offerShards() throws IOException {
    offer(
        "model.safetensors.index.json",
        """
        {"weight_map": {"a": "m-1.safetensors", "b": "m-2.safetensors", "c": "m-2.safetensors",
         "d": "m-3.safetensors"}}"""
            .getBytes(StandardCharsets.UTF_8));
    offer("m-1.safetensors", safetensors("a"));
    offer("m-2.safetensors", safetensors("b", "c"));
    offer("m-3.safetensors", safetensors("d"));
  }

  @Test
  void ofShardsOnlyThoseWithTensorsOfTheFieldAreFetchedAndTheIndexNamesThem() throws IOException {
    offerShards();

    Result result = fetchField("[d, c]");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files())
        .containsExactly(
            "one/step5/m-2.field.safetensors",
            "one/step5/m-3.field.safetensors",
            "one/step5/model.field.safetensors.index.json");
    JsonNode index =
        new ObjectMapper()
            .readTree(fetched("model.field.safetensors.index.json").toFile())
            .path("weight_map");
    assertThat(index.toString())
        .isEqualTo("{\"c\":\"m-2.field.safetensors\",\"d\":\"m-3.field.safetensors\"}");
    assertThat(tensors(fetched("m-2.field.safetensors"))).containsOnlyKeys("c");
    assertThat(fetch.hub.bytesSent())
        .as("the index, three headers and two tensors")
        .isLessThan(1000 + 3 * HEADER_READ + 2 * TENSOR);

    fetch.hub.forgetRequests();
    assertThat(fetchField("[d, c]").err()).contains("0 fetched, 3 already there");
    assertThat(fetch.hub.requestsTo("storage"))
        .as("the index, which says what its shards are")
        .singleElement()
        .satisfies(request -> assertThat(request.path()).contains("index.json"));
  }

  @Test
  void aTransferCutInTheMiddleOfAStretchIsResumedThere() throws IOException {
    offer(FILE, safetensors("a", "b", "c"));
    fetchField("[a, c]", "--dry-run");
    int before = ranges().size();
    cutTheStretch();
    Result first = fetchField("[a, c]", "--retries", "0");
    assertThat(first.code()).as(first.err()).isEqualTo(75);
    fetch.hub.forgetRequests();

    Result second = fetchField("[a, c]");

    assertThat(second.code()).as(second.err()).isZero();
    assertThat(ranges()).hasSize(before + 2);
    assertThat(fetch.hub.requestsTo("storage").get(before).start())
        .as("not from the stretch's first byte on")
        .isGreaterThan(1000);
    tensors(fetched("model.field.safetensors"))
        .forEach(
            (name, raw) ->
                assertThat(raw).isEqualTo(FetchHarness.bytes((int) TENSOR, name.hashCode())));
    assertThat(fetch.parts()).isEmpty();
  }

  /** The header comes whole, 64 KiB of it, and the tensor after it does not. */
  private void cutTheStretch() {
    fetch.hub.fail(FILE, new Fault.Cut((int) HEADER_READ));
    fetch.hub.fail(FILE, new Fault.Cut(100_000));
  }

  @Test
  void aPartThatChangedBetweenRunsIsThrownAway() throws IOException {
    offer(FILE, safetensors("a", "b", "c"));
    cutTheStretch();
    fetchField("[a, c]", "--retries", "0");
    Path part =
        fetch.parts().stream().filter(p -> p.toString().endsWith(".part")).findFirst().get();
    Files.write(part, new byte[(int) Files.size(part)]);

    assertThat(fetchField("[a, c]").code()).isZero();
    assertThat(tensors(fetched("model.field.safetensors")).get("a"))
        .isEqualTo(FetchHarness.bytes((int) TENSOR, "a".hashCode()));
  }

  @Test
  void withoutRangesTheWholeFileIsFetchedAndThatIsSaid() throws IOException {
    byte[] whole = safetensors("a", "b");
    offer(FILE, whole);
    fetch.hub.ignoreRanges();
    Result result = fetchField("[a]");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetched(FILE)).hasBinaryContent(whole);
    assertThat(result.err())
        .contains(
            "1 file(s) are fetched whole, since the server sends no ranges of bytes; the first is"
                + " one/step5/model.safetensors");
  }

  @Test
  void whatIsNotSafetensorsIsFetchedWholeAndThatIsSaid() throws IOException {
    offer("model.bin", FetchHarness.bytes(100_000, 1));
    Result result = fetchField("[a]");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(fetch.files()).containsExactly("one/step5/model.bin");
    assertThat(result.err())
        .contains("1 file(s) are fetched whole, since they are not safetensors; the first is");
  }

  @Test
  void anotherFormatUnderTheNameOfSafetensorsIsFetchedWhole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorInfo tensor = new TensorInfo("a", DType.F32, List.of(2L), "here");
    try (TensorWriter writer =
        TensorWriters.torch(out, "m", TensorWriters.Pickled.DICTIONARY, List.of(tensor))) {
      writer.write(new byte[8], 0, 8);
    }
    offer(FILE, out.toByteArray());
    Result result = fetchField("[a]");
    assertThat(result.err()).contains("fetched whole, since they are not safetensors");
    assertThat(fetch.files()).containsExactly("one/step5/model.safetensors");
  }

  private static byte[] headed(String json, int data) {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(header.length).put(header).array();
  }

  private static String tensor(String name, int from, int to) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
        .formatted(name, (to - from) / 4, from, to);
  }

  private void assertRefused(byte[] file, String why) throws IOException {
    offer(FILE, file);
    Result result = fetchField("[a]");
    assertThat(result.code()).as(result.err()).isEqualTo(65);
    assertThat(result.err()).contains(why);
    assertThat(fetch.files()).isEmpty();
    assertThat(fetch.hub.bytesSent()).isLessThanOrEqualTo(HEADER_READ);
  }

  @Test
  void tensorsThatOverlapAreRefused() throws IOException {
    assertRefused(
        headed("{" + tensor("a", 0, 400) + "," + tensor("b", 200, 600) + "}", 600), "an overlap");
  }

  @Test
  void tensorsBeyondTheFileAreRefused() throws IOException {
    assertRefused(headed("{" + tensor("a", 0, 4000) + "}", 600), "the file ends at 600");
  }

  @Test
  void aHeaderLargerThanAnyIsRefused() throws IOException {
    byte[] file = headed("{" + tensor("a", 0, 400) + "}", 400);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 32);
    assertRefused(file, "the header claims 4294967296 bytes");
  }

  @Test
  void tensorsThatTheRulesRefuseCostNoDownload() throws IOException {
    assertRefused(
        headed("{" + tensor("z", 0, 400) + "}", 400), "missing tensor(s) a; the checkpoint is");
  }

  @Test
  void aStoreWhoseFileHasAnotherSizeThanListedIsRefused() throws IOException {
    offer(FILE, safetensors("a", "b"));
    for (int i = 0; i < 9; i++) {
      fetch.hub.fail(FILE, new Fault.TooLong());
    }
    Result result = fetchField("[a]");
    assertThat(result.code()).as(result.err()).isEqualTo(65);
    assertThat(result.err()).contains("bytes in place of the").contains("listed");
    assertThat(fetch.files()).isEmpty();
  }

  @Test
  void rulesComeFromAFamilyAlone() {
    Result result = fetch.fetchPythia("--tensors", "field");
    assertThat(result.code()).isEqualTo(64);
    assertThat(result.err()).contains("--tensors field needs --family");
  }
}
