package org.gradienttransport.jobs.report.html;

/**
 * One figure: what it shows, the query that makes it, its data and how they are drawn.
 *
 * @param id unique on the page
 * @param title what it is
 * @param caption how to read it
 * @param sql the query, as a reader can run it
 * @param data the query's answer
 * @param plot how it is drawn
 * @param absent what is said in its place when there are no data
 */
record Figure(
    String id,
    String title,
    String caption,
    String sql,
    QueryResult data,
    Plot plot,
    String absent) {}
