package org.gradienttransport.jobs.present.query;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.schemas.Ddl;
import org.gradienttransport.schemas.Dialect;
import org.gradienttransport.schemas.Publication;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;
import org.gradienttransport.udfs.sql.GradientTransportFunctions;
import scala.jdk.javaapi.CollectionConverters;

/** A Spark session of its own with the views of a warehouse anywhere, and the SQL functions. */
public final class SparkEngine implements QueryEngine {
  private final SparkSession session;

  private SparkEngine(SparkSession session) {
    this.session = session;
  }

  /**
   * Defines the views in a new session of a running Spark.
   *
   * @param tables those that the current run has
   */
  public static SparkEngine open(
      SparkSession spark, Publication publication, List<TableSpec> tables) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    GradientTransportFunctions.register(session);
    Ddl.views(Dialect.SPARK, tables, publication).forEach(session::sql);
    Ddl.absent(Dialect.SPARK, Tables.without(tables)).forEach(session::sql);
    return new SparkEngine(session);
  }

  @Override
  public Answer query(String sql) {
    try {
      return answer(sql);
    } catch (Exception e) {
      // Spark's errors are checked exceptions that its Scala methods do not declare.
      if (e instanceof AnalysisException || e instanceof JobException) {
        throw new JobException(ExitCode.USAGE, e.getMessage(), e);
      }
      throw new IllegalStateException("Spark failed on " + sql, e);
    }
  }

  private Answer answer(String question) throws AnalysisException {
    String sql = GradientTransportFunctions.expandStars(question);
    requireQuery(session.sessionState().sqlParser().parsePlan(sql));
    Dataset<Row> rows = session.sql(sql);
    return new Answer(
        List.of(rows.columns()), rows.collectAsList().stream().map(SparkEngine::row).toList());
  }

  private static void requireQuery(LogicalPlan plan) {
    if (plan.find(new Changes()).isDefined()) {
      throw new JobException(
          ExitCode.USAGE, "Only queries are run here, as nothing may change a published run.");
    }
  }

  private static final class Changes extends scala.runtime.AbstractFunction1<LogicalPlan, Object> {
    @Override
    public Object apply(LogicalPlan plan) {
      return plan instanceof Command || plan instanceof InsertIntoStatement;
    }
  }

  private static List<Object> row(Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      values.add(plain(row.get(i)));
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof scala.collection.Seq<?> elements) {
      List<Object> list = new ArrayList<>();
      CollectionConverters.asJava(elements).forEach(element -> list.add(plain(element)));
      return list;
    }
    if (value instanceof Row struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (int i = 0; i < struct.length(); i++) {
        fields.put(struct.schema().fieldNames()[i], plain(struct.get(i)));
      }
      return fields;
    }
    if (value instanceof byte[] bytes) {
      return Answer.bytes(bytes);
    }
    if (value instanceof Timestamp time) {
      return time.toInstant();
    }
    return value instanceof Date date ? date.toLocalDate() : value;
  }

  /** Leaves Spark itself to whoever started it. */
  @Override
  public void close() {}
}
