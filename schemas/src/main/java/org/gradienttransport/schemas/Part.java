package org.gradienttransport.schemas;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a component of a row type as a record whose components are columns of the row. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Part {
  /** Whether the part may be null; then all of its columns are null together. */
  boolean optional() default false;
}
