package org.gradienttransport.jobs.present.catalogue;

import org.gradienttransport.jobs.present.Answer;

/**
 * A figure with the data of a run.
 *
 * @param sql the query that makes the data, as a reader can run it
 * @param data what is drawn; empty when the run has nothing for it
 * @param absent what is said in its place when there are no data
 */
public record Drawing(
    String name, String title, String caption, String sql, Answer data, Plot plot, String absent) {}
