package org.gradienttransport.schemas;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a record as the row type of a published table: its components, in their order, are the
 * table's columns, numbered from 1. Columns are only ever added, at the end.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Table {
  /** Name of the table, lower snake case. */
  String name();

  /** Version of its columns, raised whenever one is added. */
  int version() default 1;

  /** What one row is; completes a sentence that begins with "One row is". */
  String row();

  /** Names of the columns that identify a row. */
  String[] key();
}
