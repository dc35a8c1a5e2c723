package org.gradienttransport.jobs.hub.fetch;

import java.net.URI;

/**
 * One file to fetch.
 *
 * @param path where it goes, relative to the target
 * @param repo repository on the hub, owner/name
 * @param revision commit, so that the bytes behind the address never change
 * @param hubPath its path inside the repository
 * @param address where to get it
 * @param size bytes at the target
 * @param checksum what the bytes of the file on the hub must hash to
 * @param excerpt what is taken of the file; null for all of it
 */
record RemoteFile(
    String path,
    String repo,
    String revision,
    String hubPath,
    URI address,
    long size,
    Checksum checksum,
    Excerpt excerpt) {

  /** An excerpt of this file, which lies beside where the whole would lie, under another name. */
  RemoteFile excerpt(String name, Excerpt of) {
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    return new RemoteFile(folder + name, repo, revision, hubPath, address, of.size(), checksum, of);
  }

  /** The last part of its path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What tells an excerpt's content from that of others; "" of a whole file. */
  String content() {
    return excerpt == null ? "" : excerpt.mark().head();
  }

  /**
   * Whether bytes that hash to this are the file. What an excerpt hashes to nobody knows
   * beforehand.
   */
  boolean accepts(Checksum.Result hash) {
    return excerpt != null || hash.matches();
  }
}
