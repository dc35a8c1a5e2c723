package org.gradienttransport.udfs.performance;

import java.io.IOException;
import java.io.InputStream;

/** Reads a small file whole, and refuses a large one before it fills the memory. */
final class BoundedBytes {
  /** Sixteen MiB: a harness file with every task it knows has less than one. */
  static final int MAX = 16 << 20;

  private BoundedBytes() {}

  static byte[] read(String file, InputStream stream) throws IOException {
    return require(file, stream.readNBytes(MAX + 1));
  }

  static byte[] require(String file, byte[] bytes) {
    if (bytes.length > MAX) {
      throw new PerformanceFormatException(
          file,
          "whole file",
          "larger than " + MAX + " bytes",
          "give a performance file, not a log or a checkpoint");
    }
    return bytes;
  }
}
