package org.gradienttransport.udfs.tensor;

/**
 * Bounds on what a file can make the reader do. Each is far above any real checkpoint and low
 * enough that the worst file costs a bounded amount of memory.
 */
final class Limits {
  /** Header of a safetensors file, bytes; the format's own cap. */
  static final long SAFETENSORS_HEADER = 100_000_000L;

  /** Tensors in one file. */
  static final int TENSORS = 100_000;

  /** Dimensions of one tensor. */
  static final int DIMENSIONS = 16;

  /** Characters in the name of one tensor. */
  static final int NAME = 4096;

  /** Characters in all names of one file together. */
  static final long NAMES = 16L << 20;

  /** Central directory of an archive, bytes. */
  static final long ZIP_DIRECTORY = 64L << 20;

  /** Entries in one archive. */
  static final long ZIP_ENTRIES = 200_000;

  /** {@code data.pkl}, bytes. */
  static final long PICKLE = 32L << 20;

  /** Bytes of a text in a pickle beyond which its content is passed over. */
  static final long PICKLE_TEXT = 64 << 10;

  /** Instructions in one pickle. */
  static final int PICKLE_STEPS = 8_000_000;

  /** Lists, tuples, dictionaries and tensors one pickle can make. */
  static final int PICKLE_CONTAINERS = 1_000_000;

  /** Values on the unpickler's stack. */
  static final int PICKLE_STACK = 1 << 20;

  /** Entries in the unpickler's memo. */
  static final int PICKLE_MEMO = 1 << 21;

  /** Depth to which nested dictionaries and lists are searched for tensors. */
  static final int NESTING = 64;

  /** Values visited in the search for tensors; shared containers are visited once per path. */
  static final int VISITS = 4_000_000;

  /** Elements of a tensor that repeats elements of its storage, such as an expanded view. */
  static final long OVERLAPPING_ELEMENTS = 1L << 20;

  /** Index of a sharded checkpoint, bytes. */
  static final long INDEX = 64L << 20;

  /** Shards of one checkpoint; all are open at once. */
  static final int SHARDS = 1024;

  /** Window in which a tensor that is not contiguous is put in order, bytes. */
  static final int GATHER_WINDOW = 32 << 20;

  private Limits() {}
}
