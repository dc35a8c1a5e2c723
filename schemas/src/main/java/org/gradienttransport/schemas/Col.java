package org.gradienttransport.schemas;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a component of a row type as a published column. Its name is the component's in snake
 * case, its type follows from the component's; a component of a primitive type is never null, one
 * of a boxed type may be.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Col {
  /** What the column holds, one sentence. */
  String value();

  /** The unit of its values; of quantities without one, {@link Units#NONE} follows. */
  String unit() default "";

  /** Whether a component that is neither primitive nor boxed may be null. */
  boolean optional() default false;

  /** Whether runs of the same input may differ in the column. */
  boolean provenance() default false;
}
