package org.gradienttransport.udfs.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Makes the functions part of every session of an application, and {@code f(...).*} readable for
 * those that return a struct:
 *
 * <pre>spark.sql.extensions=org.gradienttransport.udfs.sql.GradientTransportExtensions</pre>
 */
public final class GradientTransportExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  /** Called by Spark when the application's first session is made. */
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    GradientTransportFunctions.ALL.forEach(function -> function.inject(extensions));
    extensions.injectParser(new Parser());
    return BoxedUnit.UNIT;
  }

  private static final class Parser
      extends AbstractFunction2<SparkSession, ParserInterface, ParserInterface> {
    @Override
    public ParserInterface apply(SparkSession session, ParserInterface parser) {
      return StarParser.around(parser);
    }
  }
}
