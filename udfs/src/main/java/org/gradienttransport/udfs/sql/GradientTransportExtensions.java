package org.gradienttransport.udfs.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Makes the functions part of every session of an application:
 *
 * <pre>spark.sql.extensions=org.gradienttransport.udfs.sql.GradientTransportExtensions</pre>
 */
public final class GradientTransportExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** Called by Spark when the application's first session is made. */
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    GradientTransportFunctions.ALL.forEach(function -> function.inject(extensions));
    return BoxedUnit.UNIT;
  }
}
