package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.doctor.Diagnosis;
import org.gradienttransport.jobs.doctor.Diagnosis.State;
import org.gradienttransport.jobs.doctor.Doctor;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.jobs.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doctor",
    header = "Say whether this place can run the pipeline, and what to do if not.",
    footer = {
      "",
      "Ends with 69 when something is broken.",
      "",
      "Example:",
      "  gradient-transport doctor --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class DoctorCommand extends CommandBase {
  @Mixin private WarehouseOption warehouseOption;
  @Mixin private RunOptions options;
  @Mixin private EngineOptions engine;

  @Override
  ExitCode work() {
    SparkConf spark = HadoopSettings.sparkConf();
    Warehouse warehouse = warehouseOption.open();
    Configuration configuration = warehouse.fileSystem().getConf();
    List<Family> families = options.families(configuration);
    List<Study> studies = options.studies(configuration);
    options.requireRootsUsed(families, studies);
    List<Diagnosis> found =
        Doctor.examine(
            warehouse,
            families,
            studies,
            engine.settings().backend(),
            spark,
            configuration,
            Clock.systemUTC());
    TextTable table = new TextTable("", "what", "found", "what to do");
    for (Diagnosis diagnosis : found) {
      table.add(
          List.of(
              diagnosis.state().name().toLowerCase(Locale.ROOT),
              diagnosis.subject(),
              diagnosis.finding(),
              diagnosis.remedy()));
    }
    out().print(table);
    return found.stream().anyMatch(diagnosis -> diagnosis.state() == State.BROKEN)
        ? ExitCode.UNAVAILABLE
        : ExitCode.OK;
  }
}
