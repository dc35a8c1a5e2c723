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
 * @param size bytes
 * @param checksum what its bytes must hash to
 */
record RemoteFile(
    String path,
    String repo,
    String revision,
    String hubPath,
    URI address,
    long size,
    Checksum checksum) {}
