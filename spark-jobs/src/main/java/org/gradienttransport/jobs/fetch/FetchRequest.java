package org.gradienttransport.jobs.fetch;

import java.util.List;

/**
 * Everything a run needs to know.
 *
 * @param bytesPerSecond shared by all downloads; 0 for no limit
 * @param concurrency downloads at once
 * @param progressSeconds between two lines of progress
 */
record FetchRequest(
    HubOptions hub,
    Layout layout,
    List<Source> sources,
    Steps steps,
    List<String> also,
    FetchTarget target,
    long bytesPerSecond,
    int concurrency,
    Downloader.Trust trust,
    int progressSeconds) {}
