package org.gradienttransport.jobs.fetch;

import java.util.List;

/** The files to fetch, in order, and what is already known to be unobtainable. */
record FetchPlan(List<RemoteFile> files, List<Problem> problems) {
  /** Bytes of all files together. */
  long bytes() {
    return files.stream().mapToLong(RemoteFile::size).sum();
  }
}
