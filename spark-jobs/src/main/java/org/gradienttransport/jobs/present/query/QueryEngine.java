package org.gradienttransport.jobs.present.query;

import org.gradienttransport.jobs.present.Answer;

/** Answers questions about one warehouse, over its latest and history views. */
public interface QueryEngine extends AutoCloseable {

  /**
   * Runs one query.
   *
   * @throws org.gradienttransport.jobs.exit.JobException when it is no query, or a wrong one
   */
  Answer query(String sql);

  @Override
  void close();
}
