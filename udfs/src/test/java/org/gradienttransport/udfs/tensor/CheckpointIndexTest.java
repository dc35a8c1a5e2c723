package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointIndexTest {
  private static final String FIRST = "pytorch_model-00001-of-00002.bin";
  private static final String SECOND = "pytorch_model-00002-of-00002.bin";

  private static SeekableSource index(String json) {
    return new BytesSource(
        "some/index.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static TensorFormatException refusal(String json) {
    return Refusals.checked(
        catchThrowableOfType(TensorFormatException.class, () -> CheckpointIndex.read(index(json))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.bin",
        "/etc/passwd",
        "a\\\\b.bin",
        "a/../b.bin",
        "a//b.bin",
        "a/",
        "a..b",
        "x\\u202e",
        "\\ud800",
        "..",
        ".",
        "",
        ".hidden",
        "s3a:x",
        "hdfs://h/x",
        "x\\u0000"
      })
  void namesThatAreNoPlainFileNamesAreRefused(String file) {
    assertThat(refusal("{'weight_map':{'w':'" + file + "'}}"))
        .hasMessageStartingWith("some/index.json: weight_map, tensor 'w': ")
        .hasMessageContaining("is no plain file name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epoch=1-a.safetensors",
        "a (1).safetensors",
        "x%2f",
        "~x",
        "Gewichte_ä.bin",
        "x+y,z#1@2.bin"
      })
  void whateverNamesAFileBesideTheIndexIsAName(String file) throws IOException {
    assertThat(CheckpointIndex.read(index("{'weight_map':{'w':'" + file + "'}}")).shards())
        .containsExactly(file);
  }

  @Test
  void shardsInAFolderOfTheirOwnAreNamedAsThat() {
    assertThat(refusal("{'weight_map':{'w':'sh/a.safetensors'}}"))
        .hasMessageContaining("'sh/a.safetensors' lies in a folder of its own")
        .hasMessageContaining("move the shards beside the index");
    assertThat(refusal("{'weight_map':{'w':'" + "a/".repeat(1 << 16) + "b'}}"))
        .hasMessageContaining("is no plain file name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version https://git-lfs.github.com/spec/v1 | this is a Git LFS pointer",
        "<html><body>ä</body></html> | this is a web page, not an index",
        "Access denied | this is a text, not an index",
      })
  void whatLiesInAnIndexesPlaceIsNamed(String content, String said) {
    assertThat(refusal(content)).hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | expected an object, found START_ARRAY",
        "{} | there is no weight_map, or an empty one",
        "{'weight_map':{}} | there is no weight_map, or an empty one",
        "{'weight_map':[]} | expected a weight_map object",
        "{'weight_map':{'w':1}} | expected a file name",
        "{'weight_map':{'w':'x'},'weight_map':{'w':'x'}} | weight_map is given twice",
        "{'weight_map':{'w':'x','w':'x'}} | the tensor is listed twice",
        "{'weight_map':{'w':'x'}} {} | something follows",
        "{'weight_map':{'w':'x'} | no valid JSON",
        "{'metadata':[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]],'weight_map':{'w':'x'}} | no valid JSON",
      })
  void whatIsNoIndexIsRefused(String json, String problem) {
    assertThat(refusal(json)).hasMessageContaining(problem);
  }

  @Test
  void whatStandsBesideTheMapIsPassedOver() throws IOException {
    CheckpointIndex index =
        CheckpointIndex.read(
            index(
                "{'metadata':{'total_size':1.5,'x':[{}]},'weight_map':{'w':'b.bin','v':'a.bin'}}"));
    assertThat(index.shards()).containsExactly("a.bin", "b.bin");
    assertThat(index.weightMap()).containsEntry("w", "b.bin").containsEntry("v", "a.bin");
  }

  @Test
  void aShardThatIsMissingIsReportedAsSuchAndTheOthersAreClosed() throws IOException {
    CheckpointIndex index = CheckpointIndex.read(Fixtures.source("pytorch_model.bin.index.json"));
    List<Closing> opened = new ArrayList<>();
    assertThatThrownBy(
            () ->
                ShardedTensorFile.open(
                    index,
                    name -> {
                      if (name.equals(SECOND)) {
                        throw new FileNotFoundException(name);
                      }
                      opened.add(new Closing(Fixtures.source(name)));
                      return opened.get(0);
                    },
                    ReadOptions.DEFAULT))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(SECOND);
    assertThat(opened).hasSize(1).allMatch(source -> source.closed);
  }

  @Test
  void aTensorTheIndexDoesNotListIsRefused() throws IOException {
    CheckpointIndex index =
        CheckpointIndex.read(index("{'weight_map':{'gpt_neox.embed_in.weight':'" + FIRST + "'}}"));
    assertThatThrownBy(() -> ShardedTensorFile.open(index, Fixtures::source, ReadOptions.DEFAULT))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageStartingWith(FIRST + ": tensor 'gpt_neox.layers.0.input_layernorm.weight'")
        .hasMessageContaining("the index some/index.json does not list it");
  }

  @Test
  void aTensorListedInAnotherShardOrInNoneIsRefused() throws IOException {
    String json =
        new String(Fixtures.bytes("pytorch_model.bin.index.json"), StandardCharsets.UTF_8);
    CheckpointIndex swapped =
        CheckpointIndex.read(
            index(json.replaceFirst("(embed_in.weight\": \")[^\"]*", "$1" + SECOND)));
    assertThatThrownBy(() -> ShardedTensorFile.open(swapped, Fixtures::source, ReadOptions.DEFAULT))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageContaining("says it is in " + SECOND);
    CheckpointIndex more =
        CheckpointIndex.read(
            index(
                json.replace(
                    "\"weight_map\": {", "\"weight_map\": {\"more\": \"" + FIRST + "\",")));
    assertThatThrownBy(() -> ShardedTensorFile.open(more, Fixtures::source, ReadOptions.DEFAULT))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageContaining("weight_map, tensor 'more': it is not in " + FIRST);
  }

  /** Remembers whether it was closed. */
  private static final class Closing implements SeekableSource {
    private final SeekableSource inner;
    private boolean closed;

    Closing(SeekableSource inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public long length() {
      return inner.length();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int count) throws IOException {
      return inner.read(position, buffer, offset, count);
    }

    @Override
    public void close() throws IOException {
      closed = true;
      inner.close();
    }
  }
}
