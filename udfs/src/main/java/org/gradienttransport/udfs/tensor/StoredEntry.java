package org.gradienttransport.udfs.tensor;

/**
 * An entry of an archive, stored uncompressed.
 *
 * @param name its name, only ever compared, never used as a path
 * @param header byte at which its local header starts
 * @param size bytes of its data
 * @param crc CRC-32 of its data
 * @param bound byte at which the next entry or the central directory starts
 */
record StoredEntry(String name, long header, long size, long crc, long bound) {
  StoredEntry boundedBy(long next) {
    return new StoredEntry(name, header, size, crc, next);
  }
}
