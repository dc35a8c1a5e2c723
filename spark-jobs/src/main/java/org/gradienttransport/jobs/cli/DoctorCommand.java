package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.doctor.Diagnosis;
import org.gradienttransport.jobs.doctor.Diagnosis.State;
import org.gradienttransport.jobs.doctor.Doctor;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether this place can run the pipeline. Needs no Spark session. */
@Command(
    name = "doctor",
    header = "Say whether this place can run the pipeline, and what to do if not.",
    footer = {
      "",
      "Ends with 69 when something is broken.",
      "",
      "Example:",
      "  gradient-transport doctor --warehouse out",
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private WarehouseOption warehouseOption;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Diagnosis> found =
        Doctor.examine(warehouseOption.open(new Configuration()), Clock.systemUTC());
    TextTable table = new TextTable("", "what", "found", "what to do");
    for (Diagnosis diagnosis : found) {
      table.add(
          List.of(
              diagnosis.state().name().toLowerCase(Locale.ROOT),
              diagnosis.subject(),
              diagnosis.finding(),
              diagnosis.remedy()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(table);
    out.flush();
    return found.stream().anyMatch(diagnosis -> diagnosis.state() == State.BROKEN)
        ? ExitCode.UNAVAILABLE.code()
        : ExitCode.OK.code();
  }
}
