package org.gradienttransport.jobs.observe;

/**
 * Something to do.
 *
 * @param <T> what it results in
 * @param <E> what it can fail with
 */
@FunctionalInterface
public interface Work<T, E extends Exception> {
  T run() throws E;
}
