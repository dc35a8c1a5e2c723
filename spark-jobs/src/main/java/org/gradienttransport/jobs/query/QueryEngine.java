package org.gradienttransport.jobs.query;

/** Answers questions about one warehouse, over its latest and history views. */
public interface QueryEngine extends AutoCloseable {

  /** duckdb or spark. */
  String name();

  /**
   * Runs one query.
   *
   * @throws org.gradienttransport.jobs.exit.JobException when it is no query, or a wrong one
   */
  QueryResult query(String sql);

  @Override
  void close();
}
