/**
 * Getting the data: a resumable, checksummed, rate-limited download of training checkpoints from a
 * model hub. Needs no Spark: the JDK's HTTP client on one side, Hadoop's file systems on the other.
 * Reading order: {@code Fetch}, {@code FetchPlanner}, {@code Downloader}.
 */
package org.gradienttransport.jobs.hub.fetch;
