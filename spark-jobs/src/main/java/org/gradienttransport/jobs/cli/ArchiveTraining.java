package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.present.catalogue.FamilyText;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.html.RunReport;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.Word;
import picocli.CommandLine;

/**
 * Loads the classes that commands without Spark, and runs with nothing new, load: the build keeps
 * them in an archive that the launcher's JVMs start from. Plans, writes a table, reads it, and
 * reports on it.
 */
final class ArchiveTraining {
  private ArchiveTraining() {}

  /**
   * Does a little of everything.
   *
   * @param args an empty directory, a family's file, a study's file
   */
  public static void main(String[] args) throws IOException {
    CommandLine line = Commands.commandLine();
    line.setOut(new PrintWriter(Writer.nullWriter()));
    if (line.execute("plan", "--warehouse", args[0], "--family", args[1], "--study", args[2])
        != 0) {
      throw new IllegalStateException("the samples could not be planned");
    }
    Path root = new Path(args[0], "training");
    TableDirectory tables = new TableDirectory(root.getFileSystem(new Configuration()), root);
    tables.write(
        CheckResult.ROWS,
        List.of(
            new CheckResult(
                "family", "check", Word.ALL, Level.INFO, Outcome.PASS, 0.0, 0.0, "Archived.")));
    String page =
        RunReport.html(
            new ReportSource(
                "run",
                root.toString(),
                tables,
                List.of(new FamilyText("family", "", "")),
                java.util.Optional.empty()));
    if (!page.contains("Archived.")) {
      throw new IllegalStateException("a table could not be read again");
    }
  }
}
