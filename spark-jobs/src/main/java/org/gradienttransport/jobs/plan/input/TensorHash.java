package org.gradienttransport.jobs.plan.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.gradienttransport.udfs.tensor.DType;
import org.gradienttransport.udfs.tensor.TensorInfo;

/**
 * Hash of one tensor's stored content that costs next to nothing beside the snapshot's SHA-256: the
 * CRC-32C of all bytes in its upper half, a mix of every 1024th element in its lower. It tells
 * mistaken files from others, not forged ones; type and shape are part of it, chunks are not.
 */
final class TensorHash {
  /** Below this, equal content is no wonder: a rounded scalar comes back to where it was. */
  private static final long FEWEST_ELEMENTS = 8;

  private static final int SAMPLED = 1024;
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private final CRC32C crc = new CRC32C();
  private final int width;
  private long mix;
  private long elements;
  private byte[] first = new byte[0];
  private boolean constant = true;

  TensorHash(TensorInfo tensor) {
    crc.update((tensor.dtype() + " " + tensor.shape()).getBytes(StandardCharsets.UTF_8));
    width = tensor.dtype().bytes();
  }

  void accept(DType dtype, byte[] raw, int offset, int count) {
    int end = offset + count * width;
    crc.update(raw, offset, end - offset);
    if (constant && count > 0) {
      constant = continues(raw, offset, end);
    }
    long next = (elements + SAMPLED - 1) / SAMPLED * SAMPLED;
    for (long i = next - elements; i < count; i += SAMPLED) {
      mix(raw, offset + (int) i * width);
    }
    elements += count;
  }

  private boolean continues(byte[] raw, int offset, int end) {
    if (first.length == 0) {
      first = Arrays.copyOfRange(raw, offset, offset + width);
    }
    return Arrays.equals(first, 0, width, raw, offset, offset + width)
        && Arrays.equals(raw, offset, end - width, raw, offset + width, end);
  }

  private void mix(byte[] raw, int at) {
    long element = 0;
    for (int i = 0; i < width; i++) {
      element = (element << 8) | (raw[at + i] & 0xFF);
    }
    mix = (mix ^ element) * ODD;
    mix ^= mix >>> 29;
  }

  /** The hash; {@link TensorContent#UNTOLD} of few elements and of elements that are all equal. */
  long value() {
    if (constant || elements < FEWEST_ELEMENTS) {
      return TensorContent.UNTOLD;
    }
    long hash = (crc.getValue() << 32) | ((mix ^ (mix >>> 32)) & 0xFFFFFFFFL);
    return hash == TensorContent.UNTOLD ? 1 : hash;
  }
}
