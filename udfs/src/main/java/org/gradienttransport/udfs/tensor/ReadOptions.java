package org.gradienttransport.udfs.tensor;

/**
 * How tensor files are read.
 *
 * @param chunkBytes most bytes a {@link ChunkConsumer} is given at once
 * @param checksums what is done with the checksums of archive entries
 */
public record ReadOptions(int chunkBytes, Checksums checksums) {

  /** Chunks of 4 MiB, checksums verified. */
  public static final ReadOptions DEFAULT = new ReadOptions(4 << 20, Checksums.VERIFY);

  /** Largest element, so that every chunk holds at least one. */
  private static final int LEAST = 8;

  /** What is done with the CRC-32 an archive keeps of each entry. */
  public enum Checksums {
    /**
     * What does not match is refused: {@code data.pkl} when the file is opened, a tensor's data
     * when it is streamed. A tensor that covers only part of its storage is not verified.
     */
    VERIFY,
    /** Not looked at: for files that PyTorch wrote after {@code set_crc32_options(False)}. */
    IGNORE
  }

  public ReadOptions {
    if (chunkBytes < LEAST) {
      throw new IllegalArgumentException(
          "chunkBytes must be at least " + LEAST + ", got " + chunkBytes);
    }
  }
}
