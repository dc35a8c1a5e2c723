package org.gradienttransport.jobs.cli;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a command that works in a Spark session. The launcher starts it through spark-submit, and
 * every other command in a small JVM of its own, which is there in a second: {@link LauncherFile}
 * tells it which is which.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface NeedsSpark {
  /** When the command opens a session. */
  When value() default When.ALWAYS;

  /** What decides whether a session is needed. */
  enum When {
    /** Nothing: the command's work is Spark's. */
    ALWAYS,
    /** The option {@code --engine spark}. */
    ASKED
  }
}
