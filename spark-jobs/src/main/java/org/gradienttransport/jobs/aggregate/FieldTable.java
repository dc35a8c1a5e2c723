package org.gradienttransport.jobs.aggregate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.store.MeasurementStore;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;
import org.gradienttransport.udfs.probe.MethodVersion;

/**
 * Rows of field_transport: every planned relaxation with its measurement from the store, or with a
 * status that says why there is none. No planned row ever disappears.
 */
public final class FieldTable {
  private static final StructType PLANNED =
      new StructType()
          .add(MeasurementStore.LOOKUP_KEY, DataTypes.StringType)
          .add("family", DataTypes.StringType)
          .add("scale", DataTypes.StringType)
          .add("from_step", DataTypes.LongType)
          .add("step", DataTypes.LongType)
          .add("field_kind", DataTypes.StringType)
          .add("replicate", DataTypes.IntegerType)
          .add("n", DataTypes.LongType)
          .add("seed", DataTypes.LongType)
          .add("input_path", DataTypes.StringType)
          .add("from_input_path", DataTypes.StringType)
          .add("input_bytes", DataTypes.LongType)
          .add("missing", DataTypes.StringType);

  /** Columns that the plan decides, whatever the store says. */
  private static final Set<String> FROM_PLAN =
      Set.of(
          "family",
          "scale",
          "from_step",
          "step",
          "field_kind",
          "replicate",
          "n",
          "seed",
          "input_path",
          "from_input_path",
          "input_bytes");

  /** Few enough for a task to be small, enough to be worth starting one. */
  private static final int UNITS_PER_TASK = 20_000;

  private FieldTable() {}

  /**
   * Joins the plan with the store.
   *
   * @param stored rows of the measurement store
   * @param parameters canonical text of the measurement's parameters
   */
  public static Dataset<Row> of(
      SparkSession spark, Plan plan, Dataset<Row> stored, String parameters) {
    Dataset<Row> planned = planned(spark, plan, parameters).alias("planned");
    Dataset<Row> joined =
        planned.join(
            stored.alias("stored"),
            col("planned." + MeasurementStore.LOOKUP_KEY)
                .equalTo(col("stored." + MeasurementStore.LOOKUP_KEY)),
            "left_outer");
    return markDuplicates(joined.select(columns()));
  }

  /** Made where they are joined: the driver holds the units, which are fewer and smaller. */
  private static Dataset<Row> planned(SparkSession spark, Plan plan, String parameters) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int replicates = plan.nullReplicates();
    int tasks = plan.units().size() / UNITS_PER_TASK + 1;
    return spark.createDataFrame(
        context
            .parallelize(plan.units(), tasks)
            .flatMap(unit -> planned(unit, replicates, parameters).iterator()),
        PLANNED);
  }

  private static List<Row> planned(Unit unit, int replicates, String parameters) {
    List<Row> rows = new ArrayList<>();
    for (FieldVariant variant : Planner.variants(unit, replicates)) {
      boolean standalone = variant.kind() == FieldKind.N0;
      rows.add(
          RowFactory.create(
              unit.lookupKey(parameters, variant),
              unit.family(),
              unit.scale(),
              unit.fromStep(),
              unit.step(),
              variant.kind().word(),
              variant.replicate(),
              unit.entries(),
              variant.kind() == FieldKind.REAL ? null : variant.seed(),
              standalone || unit.to().isEmpty() ? null : unit.to().get(0).path(),
              standalone || unit.from().isEmpty() ? null : unit.from().get(0).path(),
              standalone ? null : unit.inputBytes(),
              unit.missing()));
    }
    return rows;
  }

  private static Column[] columns() {
    return FieldTransport.TABLE.columns().stream()
        .map(column -> column(column.name()))
        .toArray(Column[]::new);
  }

  private static Column column(String name) {
    Column stored = col("stored." + name);
    if (FROM_PLAN.contains(name)) {
      return col("planned." + name);
    }
    return switch (name) {
      case "status" -> coalesce(stored, lit("missing")).as(name);
      case "message" ->
          when(
                  col("stored.status").isNull(),
                  coalesce(
                      col("planned.missing"),
                      lit("This relaxation was not measured; run again to measure it.")))
              .otherwise(stored)
              .as(name);
      case "method_version" -> lit(MethodVersion.CURRENT).as(name);
      default -> stored.as(name);
    };
  }

  /**
   * Flags snapshots whose content an earlier step of the same scale already had: some published
   * branches serve another step's weights.
   */
  private static Dataset<Row> markDuplicates(Dataset<Row> fields) {
    Dataset<Row> real = fields.where("field_kind = 'real' and content_hash is not null");
    Dataset<Row> snapshots =
        real.select(col("family"), col("scale"), col("step"), col("content_hash"))
            .union(
                real.where("from_content_hash is not null")
                    .select(
                        col("family"), col("scale"), col("from_step"), col("from_content_hash")));
    Dataset<Row> first =
        snapshots
            .groupBy(
                col("family").as("d_family"),
                col("scale").as("d_scale"),
                col("content_hash").as("d_hash"))
            .agg(min("step").as("first_step"));
    Dataset<Row> joined =
        fields
            .drop("duplicate_of_step")
            .join(
                first,
                col("family")
                    .equalTo(col("d_family"))
                    .and(col("scale").equalTo(col("d_scale")))
                    .and(col("content_hash").equalTo(col("d_hash"))),
                "left_outer")
            .withColumn(
                "duplicate_of_step", when(col("first_step").lt(col("step")), col("first_step")));
    return joined.select(
        FieldTransport.TABLE.columnNames().stream().map(functions::col).toArray(Column[]::new));
  }
}
