package org.gradienttransport.udfs.tensor;

/**
 * An entry of an archive.
 *
 * @param name its name, only ever compared, never used as a path
 * @param header byte at which its local header starts
 * @param size bytes of its data, as they lie in the archive
 * @param crc CRC-32 of its data
 * @param flags its flags, which say whether it is encrypted
 * @param method how it is compressed; 0 for what is not
 * @param bound byte at which the next entry or the central directory starts
 */
record StoredEntry(
    String name, long header, long size, long crc, int flags, int method, long bound) {
  StoredEntry boundedBy(long next) {
    return new StoredEntry(name, header, size, crc, flags, method, next);
  }
}
