package org.gradienttransport.udfs.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tensors that are not contiguous, against the definition of strides. */
class StridedGatherTest {
  private static final List<DType> DTYPES = List.of(DType.values());

  @Test
  void anyStridesGiveTheElementsTheirDefinitionGives() throws IOException {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int round = 0; round < 2000; round++) {
      StridedLayout layout = randomLayout(random);
      DType dtype = DTYPES.get(random.nextInt(DTYPES.size()));
      byte[] storage = new byte[(int) (last(layout) + 1 + random.nextInt(3)) * dtype.bytes()];
      random.nextBytes(storage);
      ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      int chunk = 8 + random.nextInt(100);
      assertThat(gathered(storage, order, dtype, layout, chunk))
          .as("%s of %s, %s, chunks of %s bytes", layout, dtype, order, chunk)
          .isEqualTo(defined(storage, order, dtype, layout));
    }
  }

  @Test
  void aTransposedMatrixLargerThanTheWindowIsReadInFewReads() throws IOException {
    int rows = 3000;
    int columns = 4000;
    byte[] storage = new byte[rows * columns * 4];
    for (int i = 0; i < rows * columns; i++) {
      storage[4 * i] = (byte) i;
      storage[4 * i + 1] = (byte) (i >> 8);
      storage[4 * i + 2] = (byte) (i >> 16);
    }
    StridedLayout layout = new StridedLayout(longs(columns, rows), longs(1, columns), 0);
    Counting source = new Counting(storage);
    StorageSpan span = new StorageSpan(0, storage.length, ByteOrder.LITTLE_ENDIAN);
    long[] position = {0};
    new ElementReader(source, 4 << 20)
        .stream(
            span,
            DType.I32,
            layout,
            (dtype, raw, offset, count) -> {
              for (int i = 0; i < count; i++, position[0]++) {
                long expected = position[0] / rows + position[0] % rows * columns;
                if (LittleEndian.i32(raw, offset + 4 * i) != expected) {
                  throw new AssertionError("element " + position[0]);
                }
              }
            });
    assertThat(position[0]).isEqualTo((long) rows * columns);
    assertThat(source.reads).isLessThan(20_000);
    assertThat(source.bytes).isLessThan(5L * storage.length);
  }

  private static StridedLayout randomLayout(SplittableRandom random) {
    int dimensions = 1 + random.nextInt(4);
    List<Integer> order = new ArrayList<>();
    for (int d = 0; d < dimensions; d++) {
      order.add(random.nextInt(d + 1), d);
    }
    Long[] shape = new Long[dimensions];
    Long[] strides = new Long[dimensions];
    long next = 1;
    for (int d : order) {
      shape[d] = (long) random.nextInt(random.nextInt(20) == 0 ? 0 : 1, 7);
      strides[d] = random.nextInt(10) == 0 ? 0 : next * (1 + random.nextInt(2));
      next = Math.max(1, strides[d] * shape[d] + random.nextInt(2));
    }
    return new StridedLayout(List.of(shape), List.of(strides), random.nextInt(5));
  }

  private static long last(StridedLayout layout) {
    long last = layout.offset();
    for (int d = 0; d < layout.shape().size(); d++) {
      last += Math.max(0, layout.shape().get(d) - 1) * layout.strides().get(d);
    }
    return last;
  }

  private static byte[] gathered(
      byte[] storage, ByteOrder order, DType dtype, StridedLayout layout, int chunk)
      throws IOException {
    byte[] shifted = new byte[storage.length + 5];
    System.arraycopy(storage, 0, shifted, 5, storage.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ElementReader(new BytesSource("storage", shifted), chunk)
        .stream(
            new StorageSpan(5, storage.length, order),
            dtype,
            layout,
            (kind, raw, offset, count) -> {
              assertThat(count * kind.bytes()).isBetween(1, chunk);
              out.write(raw, offset, count * kind.bytes());
            });
    return out.toByteArray();
  }

  private static byte[] defined(
      byte[] storage, ByteOrder order, DType dtype, StridedLayout layout) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long i = 0; i < layout.elements(); i++) {
      long rest = i;
      long element = layout.offset();
      for (int d = layout.shape().size() - 1; d >= 0; d--) {
        element += rest % layout.shape().get(d) * layout.strides().get(d);
        rest /= layout.shape().get(d);
      }
      List<Byte> bytes = new ArrayList<>();
      for (int b = 0; b < dtype.bytes(); b++) {
        bytes.add(storage[(int) element * dtype.bytes() + b]);
      }
      if (order == ByteOrder.BIG_ENDIAN) {
        Collections.reverse(bytes);
      }
      bytes.forEach(out::write);
    }
    return out.toByteArray();
  }

  private static List<Long> longs(long... values) {
    return LongStream.of(values).boxed().toList();
  }

  /** Counts reads and bytes. */
  private static final class Counting implements SeekableSource {
    private final BytesSource inner;
    private int reads;
    private long bytes;

    Counting(byte[] storage) {
      this.inner = new BytesSource("storage", storage);
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
      bytes += count;
      return inner.read(position, buffer, offset, count);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
