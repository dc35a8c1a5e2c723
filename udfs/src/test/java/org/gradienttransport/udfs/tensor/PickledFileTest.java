package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradienttransport.udfs.tensor.Refusals.assertRefused;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Streams of PyTorch before 1.6 and bare pickles of tensors: values, and hostile ones. */
class PickledFileTest {
  private static final float[] VALUES = {1, 2, 3, 4};

  private static TensorFile open(byte[] bytes) throws IOException {
    return TensorFiles.open(new BytesSource("some/file", bytes));
  }

  private static TestPickle legacyVector(String key, long count) {
    return TestPickle.start()
        .vectorOver(TestPickle.start().legacyStorage("FloatStorage", key, count), count);
  }

  private static byte[] bare(byte[] stream, long count) {
    return TestPickle.protocol(4)
        .op('}')
        .text("w")
        .vectorOver(TestPickle.start().embedded(stream), count)
        .op('s')
        .stop();
  }

  @Test
  void gradientsAsPickleDumpWritesThemAreRead() throws IOException {
    try (TensorFile file = TensorFiles.open(Fixtures.source("gradients.pickle"))) {
      assertThat(file.tensors().stream().map(TensorInfo::name))
          .containsExactly("layers.0.weight", "layers.0.transposed", "layers.0.bias");
      assertThat(file.tensor("layers.0.weight").shape()).containsExactly(4L, 6L);
      assertThat(Fixtures.values(file, "layers.0.weight")).containsExactly(eighths(24, i -> i));
      assertThat(file.tensor("layers.0.transposed").shape()).containsExactly(2L, 4L);
      assertThat(Fixtures.values(file, "layers.0.transposed"))
          .containsExactly(eighths(8, i -> 1 + i / 4 + 6 * (i % 4)));
      assertThat(file.tensor("layers.0.bias").dtype()).isEqualTo(DType.BF16);
      assertThat(Fixtures.values(file, "layers.0.bias")).containsExactly(-3, -2, -1, 0, 1, 2);
    }
  }

  private static double[] eighths(int count, IntUnaryOperator numerator) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> numerator.applyAsInt(i) / 8.0);
    return values;
  }

  @Test
  void storagesFollowTheValueInTheOrderOfTheirKeys() throws IOException {
    byte[] stream =
        TestStream.start()
            .pickle(
                TestPickle.start()
                    .op('}', '(')
                    .text("a")
                    .raw(legacyVector("2", 2))
                    .text("b")
                    .raw(legacyVector("1", 3))
                    .op('u'))
            .keys("1", "2")
            .floats(1, 2, 3)
            .floats(4, 5)
            .toBytes();
    try (TensorFile file = open(stream)) {
      assertThat(Fixtures.values(file, "a")).containsExactly(4, 5);
      assertThat(Fixtures.values(file, "b")).containsExactly(1, 2, 3);
    }
  }

  @Test
  void storagesThatNoRuleReadsArePassedOver() throws IOException {
    byte[] stream =
        TestStream.start()
            .pickle(
                TestPickle.start()
                    .op('}', '(')
                    .text("c")
                    .vectorOver(TestPickle.start().legacyStorage("ComplexFloatStorage", "1", 1), 1)
                    .text("w")
                    .raw(legacyVector("2", 4))
                    .op('u'))
            .keys("1", "2")
            .count(1)
            .bytes(new byte[8])
            .floats(VALUES)
            .toBytes();
    try (TensorFile file = open(stream)) {
      assertThat(file.unreadable()).containsEntry("c", "torch.ComplexFloatStorage");
      assertThat(Fixtures.values(file, "w")).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aStreamMustBeOneOfPyTorchOnALittleEndianMachine() {
    assertRefused(TestStream.start(1002, true).toBytes()).contains("version of the stream");
    assertRefused(TestStream.start(1001, false).toBytes()).contains("little-endian machine");
  }

  @Test
  void storagesThatLieAreRefused() {
    TestStream start = TestStream.start().pickle(legacyVector("1", 4));
    byte[] upToKeys = start.toBytes();
    assertRefused(TestStream.after(upToKeys).keys("1").floats(1, 2).toBytes())
        .contains("storage '1' should hold 4 elements and says 2");
    assertRefused(TestStream.after(upToKeys).keys("1").count(4).bytes(new byte[12]).toBytes())
        .contains("4 elements of 4 bytes, 12 bytes are left");
    assertRefused(TestStream.after(upToKeys).keys("1").floats(VALUES).bytes(new byte[3]).toBytes())
        .contains("3 bytes follow the last storage");
    assertRefused(TestStream.after(upToKeys).keys("1", "1").floats(VALUES).floats(VALUES).toBytes())
        .contains("listed twice");
    assertRefused(TestStream.after(upToKeys).keys("1", "9").floats(VALUES).toBytes())
        .contains("listed that no tensor uses");
    assertRefused(TestStream.after(upToKeys).keys().toBytes())
        .contains("the file holds no such storage");
    assertRefused(TestStream.after(upToKeys).keys("1").bytes(new byte[7]).toBytes())
        .contains("the file ends before the storage '1'");
  }

  @Test
  void countsBeyondTheFileAreRefusedBeforeAnyAllocation() {
    for (long count : new long[] {1L << 40, Long.MAX_VALUE, Long.MAX_VALUE / 4 + 1}) {
      byte[] stream =
          TestStream.start().pickle(legacyVector("1", count)).keys("1").count(count).toBytes();
      assertRefused(stream).contains(count + " elements of 4 bytes, 0 bytes are left");
    }
    assertRefused(TestStream.start().pickle(legacyVector("1", -1)).toBytes())
        .contains("a persistent id is not");
  }

  @Test
  void oneKeyOfTwoStoragesIsRefused() {
    TestPickle two =
        TestPickle.start().op('(').raw(legacyVector("1", 4)).raw(legacyVector("1", 5)).op('t');
    assertRefused(TestStream.start().pickle(two).keys("1").floats(VALUES).toBytes())
        .contains("described as 4 float32 and as 5 float32");
  }

  @Test
  void bytesInsideABarePickleMustHoldOneStorage() {
    byte[] tensor =
        TestStream.start().pickle(legacyVector("1", 4)).keys("1").floats(VALUES).toBytes();
    assertRefused(bare(tensor, 4)).contains("argument 0 of torch._utils._rebuild_tensor_v2 is a");
    assertRefused(bare("nothing".getBytes(StandardCharsets.UTF_8), 4))
        .contains("no pickle starts here");
    byte[] longer = TestStream.ofStorage(VALUES);
    assertRefused(bare(Arrays.copyOf(longer, longer.length + 1), 4))
        .contains("storage at byte", "1 bytes follow the last storage");
    assertRefused(bare(Arrays.copyOf(longer, longer.length - 1), 4)).contains("15 bytes are left");
  }

  @Test
  void aTensorMustFitTheStorageInItsBytes() throws IOException {
    assertRefused(bare(TestStream.ofStorage(VALUES), 5)).contains("reach element 5");
    try (TensorFile file = open(bare(TestStream.ofStorage(VALUES), 4))) {
      assertThat(Fixtures.values(file, "w")).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void streamsInsideStreamsAreNotFollowed() throws IOException {
    byte[] nested =
        TestStream.start()
            .pickle(TestPickle.start().embedded(TestStream.ofStorage(VALUES)))
            .keys()
            .toBytes();
    try (TensorFile file = open(bare(nested, 4))) {
      assertThat(file.tensors()).isEmpty();
      assertThat(file.unreadable()).containsEntry("w", PickledStorages.LOAD_FROM_BYTES);
    }
  }

  @Test
  void valuesThatHoldThemselvesAreRefused() {
    TestPickle self = TestPickle.start().op(']', 'q', 0, 'h', 0, 'a');
    assertRefused(TestPickle.start().raw(self).stop()).contains("nested more than");
    assertRefused(TestStream.start().pickle(self).keys().toBytes()).contains("nested more than");
  }

  @Test
  void storagesOfAnArchiveThatIsNotThereAreRefused() {
    assertRefused(TestPickle.start().vector("0", 4).stop()).contains("there is none");
  }

  @Test
  void namesThatRunCodeAreRefusedInEveryPickleOfAStream() {
    TestPickle evil = TestPickle.start().global("os", "system").text("true").op(0x85, 'R');
    assertRefused(evil.stop()).contains("'os.system' is not on the list");
    assertRefused(TestStream.start().pickle(evil).toBytes()).contains("'os.system' is not");
    byte[] keys = TestStream.start().pickle(legacyVector("1", 4)).pickle(evil).toBytes();
    assertRefused(keys).contains("'os.system' is not on the list");
    assertRefused(bare(TestStream.start().pickle(evil).toBytes(), 4)).contains("'os.system' is");
  }

  /** A stream read once for each of a million calls would take hours. */
  @Test
  void oneStreamRepeatedCostsOneReading() throws IOException {
    byte[] stream = TestStream.ofStorage(VALUES);
    TestPickle pickle = TestPickle.protocol(4).op(']', '(').op('B').i32(stream.length);
    pickle.append(stream).op('q', 0, '0');
    pickle.global("torch.storage", "_load_from_bytes").op('q', 1, '0');
    for (int i = 0; i < 50_000; i++) {
      pickle.op('h', 1, 'h', 0, 0x85, 'R');
    }
    pickle.raw(legacyFree()).op('e');
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] bytes = pickle.stop();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (TensorFile file = open(bytes)) {
      assertThat(file.tensors()).hasSize(1);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(60L << 20);
  }

  private static TestPickle legacyFree() {
    return TestPickle.start().vectorOver(TestPickle.start().op('h', 1, 'h', 0, 0x85, 'R'), 4);
  }

  @Test
  void textsAsBytesOfAnOldProtocolAreNamed() throws IOException {
    TestPickle text =
        TestPickle.start()
            .global("torch.storage", "_load_from_bytes")
            .global("_codecs", "encode")
            .text("stream")
            .text("latin1")
            .op(0x86, 'R', 0x85, 'R');
    byte[] pickle = TestPickle.start().op('}').text("w").vectorOver(text, 4).op('s').stop();
    try (TensorFile file = open(pickle)) {
      assertThat(file.unreadable().get("w")).contains("pickle protocol 2; write it with 4");
    }
  }
}
