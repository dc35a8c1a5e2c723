package org.gradienttransport.jobs.fetch;

import java.util.List;
import java.util.SortedMap;

/** How a family keeps its training steps on the hub, and where they go at the target. */
interface Layout {
  /** Every step the hub has, with the commit that holds it. */
  SortedMap<Long, String> steps(HubClient hub, Source source)
      throws HubException, InterruptedException;

  /** The folder of one step at the target, relative to it. */
  String stepFolder(Source source, long step);

  /** The only folder of the repository that matters; "" for its root. */
  String hubFolder();

  /**
   * The files of a step that are to be fetched.
   *
   * @param files what the commit holds in {@link #hubFolder}
   * @throws HubException of kind MISSING when the step's data are not among them
   */
  List<HubClient.TreeFile> choose(
      HubClient hub, Source source, String commit, List<HubClient.TreeFile> files)
      throws HubException, InterruptedException;

  /** Whether files an earlier plan chose for a step are what this layout would choose today. */
  boolean accepts(List<RemoteFile> known);

  /** The branch whose newest commit holds what belongs to the whole run. */
  String headBranch(Source source);
}
