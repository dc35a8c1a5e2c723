package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradienttransport.udfs.tensor.Refusals.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFilesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the file is empty",
        "version https://git-lfs.github.com/spec/v1 | Git LFS pointer",
        "<!DOCTYPE html><html> | this is a web page",
        "{\"error\": \"Repository not found\"} | this is a JSON text, not a tensor file: it starts with '{\"error\": \"Repository not found\"}'",
        "[1, 2] | this is a JSON text",
        "<?xml version=\"1.0\"?><Error> | this is an XML answer of a store",
        "\uFEFF<!DOCTYPE html><html> | this is a web page, not a tensor file: it starts with '<!DOCTYPE",
        "<html><title>Zugriff verweigert – Anmeldung nötig</title> | this is a web page",
        "Accès refusé | this is a text, not a tensor file: it starts with 'Accès refusé'",
        "Access to this model is restricted. | this is a text, not a tensor file: it starts with 'Access to this",
      })
  void otherFilesAreRefusedByWhatTheyAre(String text, String problem) {
    assertRefused(text.getBytes(StandardCharsets.UTF_8))
        .startsWith("some/file: start of the file: ")
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b08, 0, a gzip archive, gunzip",
    "fd377a585a00, 0, an xz archive, unxz",
    "28b52ffd, 0, a zstd archive, unzstd",
    "425a68, 0, a bzip2 archive, bunzip2",
    "377abcaf271c, 0, a 7z archive, 7z x",
    "7573746172, 257, a tar archive, tar xf",
    "47475546, 0, a GGUF file, converted from",
    "894844460d0a1a0a, 0, an HDF5 file, as safetensors",
    "934e554d5059, 0, a NumPy array, numpy.load",
    "04224d18, 0, an lz4 archive, unlz4",
    "526172211a0700, 0, a rar archive, unrar x",
    "50415231, 0, a Parquet table, source of metrics",
    "81a6706172616d73, 0, a msgpack file, flax.serialization",
    "080712077079, 0, an ONNX model, exported from",
  })
  void filesOfOtherKindsAreNamedWithWhatToDo(String magic, int at, String kind, String remedy) {
    byte[] file = new byte[512];
    byte[] start = HexFormat.of().parseHex(magic);
    System.arraycopy(start, 0, file, at, start.length);
    assertRefused(file).contains("this is " + kind, remedy);
  }

  @Test
  void aLongWebPageIsOneWhereverItIsCutAndWhateverItsEncoding() {
    for (int shift = 0; shift < 4; shift++) {
      String page = "<html>" + " ".repeat(shift) + "\uD83D\uDE00".repeat(200);
      assertRefused(page.getBytes(StandardCharsets.UTF_8)).contains("this is a web page");
    }
    assertRefused("<HTML><title>nötig</title>".getBytes(StandardCharsets.ISO_8859_1))
        .contains("this is a web page");
  }

  @Test
  void tiedWeightsAreOneTensorWithTwoNames() throws IOException {
    try (TensorFile trainer = TensorFiles.open(Fixtures.source("trainer_checkpoint.pt"));
        TensorFile views = TensorFiles.open(Fixtures.source("views_and_dtypes.pt"));
        TensorFile legacy = TensorFiles.open(Fixtures.source("legacy.pt"))) {
      assertThat(trainer.tied())
          .containsExactly(
              Map.entry("model/_orig_mod.lm_head.weight", "model/_orig_mod.wte.weight"));
      assertThat(Fixtures.values(trainer, "model/_orig_mod.lm_head.weight"))
          .isEqualTo(Fixtures.values(trainer, "model/_orig_mod.wte.weight"));
      assertThat(views.tied()).as("other windows of one storage are other tensors").isEmpty();
      assertThat(legacy.tied()).isEmpty();
    }
  }

  @Test
  void anUnknownKindIsShownAsTextToo() {
    assertRefused(new byte[] {'A', 'B', 0, 1}).contains("it starts with 'AB??', in bytes 41420001");
  }

  /** The length's lowest bytes are those of '<', of a pickle, and of a space and '<'. */
  @ParameterizedTest
  @ValueSource(ints = {0x3c, 0x80, 0x180, 0x3c20})
  void aHeaderOfAnyLengthIsRead(int length) throws IOException {
    String json = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + length + 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putLong(length)
        .put((json + " ".repeat(length - json.length())).getBytes(StandardCharsets.UTF_8));
    bytes.putFloat(1.5f);
    try (TensorFile file = TensorFiles.open(new BytesSource("some/file", bytes.array()))) {
      assertThat(Fixtures.values(file, "w")).containsExactly(1.5);
    }
  }

  @Test
  void aBarePickleWithoutTensorsIsRefusedByName() {
    assertRefused(TestPickle.start().op('N').stop()).contains("a bare pickle without a tensor");
  }

  @Test
  void aTensorThatIsNotThereIsRefused() throws IOException {
    try (TensorFile file = TensorFiles.open(Fixtures.source("ok.safetensors"))) {
      assertThat(file.find("nothing")).isEmpty();
      assertThatThrownBy(() -> file.tensor("nothing"))
          .isInstanceOf(TensorFormatException.class)
          .hasMessageContaining("ok.safetensors: tensor 'nothing': there is no such tensor");
    }
  }

  @Test
  void localFilesAreReadByPosition(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("x.safetensors");
    Files.write(path, Fixtures.bytes("ok.safetensors"));
    try (TensorFile file = TensorFiles.open(FileSource.open(path));
        TensorFile same = TensorFiles.open(Fixtures.source("ok.safetensors"))) {
      assertThat(file.name()).isEqualTo(path.toString());
      for (TensorInfo tensor : same.tensors()) {
        assertThat(Fixtures.values(file, tensor.name()))
            .isEqualTo(Fixtures.values(same, tensor.name()));
      }
    }
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsRefused(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("x.safetensors");
    byte[] bytes = Fixtures.bytes("ok.safetensors");
    Files.write(path, bytes);
    try (TensorFile file = TensorFiles.open(FileSource.open(path))) {
      Files.write(path, Arrays.copyOf(bytes, bytes.length - 100));
      assertThatThrownBy(() -> Fixtures.values(file, "a.f32"))
          .isInstanceOf(TensorFormatException.class)
          .hasMessageContaining("the file ends here");
    }
  }

  @Test
  void refusingAFileClosesIt(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("x.pt");
    Files.writeString(path, "some text, longer than its start");
    FileSource source = FileSource.open(path);
    assertThatThrownBy(() -> TensorFiles.open(source)).isInstanceOf(TensorFormatException.class);
    assertThatThrownBy(() -> source.read(0, new byte[1], 0, 1))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void chunksTooSmallForAnElementAreRefused() {
    assertThatThrownBy(() -> new ReadOptions(7, ReadOptions.Checksums.VERIFY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chunkBytes must be at least 8, got 7");
  }
}
