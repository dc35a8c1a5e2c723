package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutated files: each is read or refused with a full message, within a bounded number of reads and
 * a bounded allocation. Seeds are fixed, so every run sees the same files.
 */
@Tag("thorough")
class FuzzTest {
  private static final int ROUNDS = 2000;
  private static final int SLOW_ROUNDS = 40_000;

  /** No file here is larger than 160 kB; the memo alone may take 16 MiB, a gather window 8. */
  private static final long ALLOCATION = 40L << 20;

  /** One read per element at worst. */
  private static final long READS = 2_000_000;

  private static final ReadOptions OPTIONS =
      new ReadOptions(64 << 10, ReadOptions.Checksums.VERIFY);

  private static final List<String> FILES =
      List.of(
          "nested.pt",
          "views_and_dtypes.pt",
          "neox_step1_pytorch_model.bin",
          "pico_train_weights_bf16.pt",
          "ok.safetensors",
          "legacy.pt",
          "gradients.pickle");

  private static final List<String> ARCHIVES = FILES.subList(0, 4);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int opened;
  private int refused;

  @Test
  void mutatedFilesAreReadOrRefused() throws IOException {
    mutateFiles(ROUNDS, 1);
  }

  @Test
  void mutatedPicklesInSoundArchivesAreReadOrRefused() throws IOException {
    mutatePickles(ROUNDS, 2);
  }

  @Test
  void mutatedArchiveHeadersAreReadOrRefused() throws IOException {
    mutateHeaders(ROUNDS, 3);
  }

  @Test
  void randomInstructionsAreReadOrRefused() throws IOException {
    randomPickles(4 * ROUNDS, 4);
  }

  @Test
  void mutatedIndexesAreReadOrRefused() throws IOException {
    mutateIndexes(ROUNDS, 5);
  }

  @Test
  @Tag("slow")
  void manyMoreAreReadOrRefused() throws IOException {
    mutateFiles(SLOW_ROUNDS, 11);
    mutatePickles(SLOW_ROUNDS, 12);
    mutateHeaders(SLOW_ROUNDS, 13);
    randomPickles(4 * SLOW_ROUNDS, 14);
    mutateIndexes(SLOW_ROUNDS, 15);
  }

  private void mutateFiles(int rounds, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : FILES) {
      byte[] good = Fixtures.bytes(name);
      for (int round = 0; round < rounds; round++) {
        check(mutated(good, random), "%s, seed %s, round %s".formatted(name, seed, round));
      }
    }
    assertThat(refused).isGreaterThan(rounds);
    assertThat(opened).isPositive();
  }

  /** The checksum of the pickle is made to fit, or no mutation would ever reach the unpickler. */
  private void mutatePickles(int rounds, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : ARCHIVES) {
      ZipArchive archive = ZipArchive.open(Fixtures.source(name), ReadOptions.Checksums.VERIFY);
      for (int round = 0; round < rounds; round++) {
        TestArchive rebuilt = round % 2 == 0 ? TestArchive.zip() : TestArchive.zip64();
        for (StoredEntry entry : archive.entries()) {
          byte[] data = archive.bytes(entry, 1 << 20);
          rebuilt.add(
              entry.name(), entry.name().endsWith("data.pkl") ? mutated(data, random) : data);
        }
        check(rebuilt.bytes(), "pickle of %s, seed %s, round %s".formatted(name, seed, round));
      }
    }
    assertThat(refused).isGreaterThan(rounds);
    assertThat(opened).isPositive();
  }

  /** Only the central directory and the end records, which are small beside the data. */
  private void mutateHeaders(int rounds, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : ARCHIVES) {
      byte[] good = Fixtures.bytes(name);
      int headers = (int) ZipEnd.find(new BytesSource(name, good)).directory();
      byte[] tail = Arrays.copyOfRange(good, headers, good.length);
      for (int round = 0; round < rounds; round++) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(good, 0, headers);
        file.writeBytes(flipped(tail, random));
        check(file.toByteArray(), "headers of %s, seed %s, round %s".formatted(name, seed, round));
      }
    }
    assertThat(refused).isGreaterThan(rounds);
  }

  private void randomPickles(int rounds, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int[] frequent = {
      '(', ')', ']', '}', 'N', 'a', 'e', 's', 'u', 't', 'q', 'h', 'K', 'R', 'b', 'Q', '0', '1', '2',
      0x85, 0x86, 0x87, 0x88, 0x94, 'X', 'c', 0x93, 0x8a
    };
    for (int round = 0; round < rounds; round++) {
      TestPickle pickle = TestPickle.start();
      for (int i = random.nextInt(200); i > 0; i--) {
        switch (random.nextInt(12)) {
          case 0 -> pickle.vector("0", 4);
          case 1 -> pickle.emptyOrderedDict();
          case 2 -> pickle.text("k" + random.nextInt(9));
          case 3 -> pickle.op(random.nextInt(256));
          default -> pickle.op(frequent[random.nextInt(frequent.length)]);
        }
      }
      check(
          pickle.checkpoint(new byte[16]),
          "random pickle, seed %s, round %s".formatted(seed, round));
    }
    assertThat(refused).isGreaterThan(rounds / 2);
  }

  private void mutateIndexes(int rounds, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] good = Fixtures.bytes("pytorch_model.bin.index.json");
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = mutated(good, random);
      try {
        CheckpointIndex index = CheckpointIndex.read(new BytesSource("fuzzed", bytes));
        assertThat(index.shards())
            .allMatch(shard -> shard.matches("(?!\\.)(?!.*\\.\\.)[^/\\\\:\\p{Cntrl}]+"));
        opened++;
      } catch (TensorFormatException e) {
        assertThat(Refusals.checked(e).file()).isEqualTo("fuzzed");
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThat(opened).isPositive();
  }

  private void check(byte[] bytes, String what) throws IOException {
    Counting source = new Counting(bytes);
    long before = threads.getCurrentThreadAllocatedBytes();
    try (TensorFile file = TensorFiles.open(source, OPTIONS)) {
      for (TensorInfo tensor : file.tensors()) {
        file.stream(tensor, (dtype, raw, offset, count) -> {});
      }
      opened++;
    } catch (TensorFormatException e) {
      assertThat(Refusals.checked(e).file()).isEqualTo("fuzzed");
      refused++;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(ALLOCATION);
    assertThat(source.reads).as(what).isLessThan(READS);
  }

  private static byte[] mutated(byte[] good, SplittableRandom random) {
    int at = random.nextInt(good.length);
    int length = 1 + random.nextInt(Math.min(64, good.length));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(good, at);
      case 1 -> Arrays.copyOf(good, good.length + length);
      case 2 -> replaced(good, at, Math.min(good.length, at + length), new byte[0]);
      case 3 -> {
        int from = random.nextInt(good.length);
        byte[] piece = Arrays.copyOfRange(good, from, Math.min(good.length, from + length));
        yield replaced(good, at, at, piece);
      }
      default -> flipped(good, random);
    };
  }

  private static byte[] replaced(byte[] good, int from, int to, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(good, 0, from);
    out.writeBytes(piece);
    out.write(good, to, good.length - to);
    return out.toByteArray();
  }

  private static byte[] flipped(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    byte[] extremes = {0, 1, -1, 0x7f, (byte) 0x80, '.', '('};
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          switch (random.nextInt(3)) {
            case 0 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            case 1 -> extremes[random.nextInt(extremes.length)];
            default -> (byte) random.nextInt(256);
          };
    }
    return bytes;
  }

  /** Counts reads. */
  private static final class Counting implements SeekableSource {
    private final BytesSource inner;
    private long reads;

    Counting(byte[] bytes) {
      this.inner = new BytesSource("fuzzed", bytes);
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
    public int read(long position, byte[] buffer, int offset, int count) {
      reads++;
      return inner.read(position, buffer, offset, count);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
