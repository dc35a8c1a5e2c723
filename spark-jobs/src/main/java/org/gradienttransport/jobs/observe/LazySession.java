package org.gradienttransport.jobs.observe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session that starts when it is first needed: a run that finds nothing new answers without
 * one.
 */
public final class LazySession implements AutoCloseable {
  private final Supplier<SparkSession> start;
  private final Consumer<SparkSession> stop;
  // Taken back without the lock: whoever gives up on a session that hangs must not wait for it.
  private final List<Consumer<SparkSession>> waiting = new CopyOnWriteArrayList<>();
  private volatile SparkSession session;

  /**
   * A session that is not started yet.
   *
   * @param start starts it, once
   * @param stop ends it; not called unless it was started
   */
  public LazySession(Supplier<SparkSession> start, Consumer<SparkSession> stop) {
    this.start = start;
    this.stop = stop;
  }

  /** A session that somebody else has started and will stop. */
  public static LazySession started(SparkSession session) {
    LazySession lazy = new LazySession(() -> session, stopped -> {});
    SparkSession unused = lazy.get();
    return lazy;
  }

  /** The session, started now if it was not. */
  public synchronized SparkSession get() {
    if (session == null) {
      session = start.get();
      waiting.forEach(action -> action.accept(session));
      waiting.clear();
    }
    return session;
  }

  /** Whether it was started; answers at once, also while another thread is starting it. */
  public boolean isStarted() {
    return session != null;
  }

  /**
   * Does something with the session by the thread that starts it, or now if it is started.
   *
   * @return takes the action back, if the session was not started by then
   */
  public synchronized Runnable whenStarted(Consumer<SparkSession> action) {
    if (session == null) {
      waiting.add(action);
    } else {
      action.accept(session);
    }
    return () -> waiting.remove(action);
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      stop.accept(session);
    }
  }
}
