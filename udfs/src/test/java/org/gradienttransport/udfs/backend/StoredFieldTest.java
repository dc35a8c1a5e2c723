package org.gradienttransport.udfs.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.udfs.random.Philox4x32;
import org.gradienttransport.udfs.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A field kept as stored is the same field as one widened at once. */
class StoredFieldTest {
  private static byte[] elements(DType dtype, int count, int seed) {
    byte[] raw = new byte[count * dtype.bytes()];
    Philox4x32 philox = new Philox4x32();
    for (int i = 0; i < raw.length; i++) {
      philox.draw(seed, i, 0, 0, 0, 7);
      raw[i] = (byte) philox.first();
    }
    return raw;
  }

  /** Feeds the same pieces, in odd sizes, to both forms. */
  private static void feed(
      FieldCollector field, DType dtype, int count, int seed, boolean earlier) {
    byte[] raw = elements(dtype, count, seed);
    int done = 0;
    for (int size = 1; done < count; size = size * 7 + 1) {
      int taken = Math.min(size, count - done);
      if (earlier) {
        field.subtract(dtype, raw, done * dtype.bytes(), taken);
      } else {
        field.add(dtype, raw, done * dtype.bytes(), taken);
      }
      done += taken;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F32", "F64", "I32"})
  void a_gradient_of_any_type(DType dtype) {
    int count = 300_001;
    StoredField stored = new StoredField(count);
    WidenedField widened = new WidenedField(count);
    feed(stored, dtype, count, 1, false);
    feed(widened, dtype, count, 1, false);
    assertThat(stored.isWidened()).isEqualTo(dtype == DType.I32);
    assertThat(stored.toDoubles()).isEqualTo(widened.toDoubles());
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F32", "F64"})
  void a_difference_of_any_type(DType dtype) {
    int count = 100_003;
    StoredField stored = new StoredField(count);
    WidenedField widened = new WidenedField(count);
    for (FieldCollector field : List.of(stored, widened)) {
      feed(field, dtype, count, 1, false);
      feed(field, dtype, count, 2, true);
    }
    // Two float64 would take 16 bytes per entry.
    assertThat(stored.isWidened()).isEqualTo(dtype == DType.F64);
    assertThat(stored.toDoubles()).isEqualTo(widened.toDoubles());
  }

  @Test
  void runs_of_different_types_are_told_apart() {
    StoredField stored = new StoredField(700_000);
    feed(stored, DType.BF16, 300_000, 1, false);
    feed(stored, DType.F32, 100_000, 2, false);
    feed(stored, DType.BF16, 300_000, 3, false);
    assertThat(stored.runs())
        .containsExactly(
            new StoredEntries.Stretch(DType.BF16, 0, 300_000),
            new StoredEntries.Stretch(DType.F32, 300_000, 100_000),
            new StoredEntries.Stretch(DType.BF16, 400_000, 300_000));
  }

  @Test
  void an_earlier_snapshot_of_another_type_is_subtracted_here_from_where_it_differs() {
    StoredField stored = new StoredField(5_000);
    WidenedField widened = new WidenedField(5_000);
    for (FieldCollector field : List.of(stored, widened)) {
      feed(field, DType.F32, 5_000, 1, false);
      feed(field, DType.F32, 2_000, 2, true);
    }
    assertThat(stored.isWidened()).isFalse();
    for (FieldCollector field : List.of(stored, widened)) {
      feed(field, DType.BF16, 3_000, 3, true);
    }
    assertThat(stored.isWidened()).isTrue();
    assertThat(stored.toDoubles()).isEqualTo(widened.toDoubles());
  }

  @Test
  void any_stretch_can_be_asked_for() {
    StoredField stored = new StoredField(400_000);
    feed(stored, DType.F16, 400_000, 9, false);
    byte[] all = elements(DType.F16, 400_000, 9);
    for (int first : new int[] {0, 1, 131_071, 131_072, 131_073, 399_999}) {
      List<Byte> found = new ArrayList<>();
      int count = Math.min(3, 400_000 - first);
      stored
          .later()
          .forEach(
              first,
              count,
              (dtype, raw, offset, n) -> {
                for (int i = 0; i < n * dtype.bytes(); i++) {
                  found.add(raw[offset + i]);
                }
              });
      List<Byte> expected = new ArrayList<>();
      for (int i = 2 * first; i < 2 * (first + count); i++) {
        expected.add(all[i]);
      }
      assertThat(found).as("from %d", first).isEqualTo(expected);
    }
  }
}
