package org.gradienttransport.jobs.scaling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Credentials;
import org.gradienttransport.jobs.conf.study.RowFilter;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.scaling.rows.Cells;
import org.gradienttransport.jobs.scaling.rows.RowFiles;
import org.gradienttransport.jobs.scaling.rows.RowSink;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;

/**
 * The measured losses of a study, as read. What is wrong with a row or a file is a row with a
 * status and a sentence; the others are still read.
 *
 * @param rows rows of {@code scaling_run}, in the table's order, those that enter no fit among them
 * @param counts what was met in the files
 * @param warnings sentences on the whole that fits cannot see; empty if there is nothing to say
 */
public record StudyRows(List<ScalingRun> rows, Counts counts, List<String> warnings) {
  /** Refused rows that are published one by one; more are counted. */
  public static final int MOST_REFUSED = 1000;

  /**
   * What was met.
   *
   * @param files files read, in part or whole
   * @param usable rows that may enter fits, also those that a subset left out
   * @param refused rows with something wrong
   * @param leftOut rows that a condition of the study left out
   */
  public record Counts(int files, long usable, long refused, long leftOut) {}

  public StudyRows {
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }

  /** Reads the rows of a study; never more in memory than it keeps. */
  public static StudyRows read(Study study, Configuration hadoop) {
    return new Reader(study, hadoop).read();
  }

  /** The rows that may enter fits, by series. */
  public Map<String, List<ScalingRun>> usable() {
    Map<String, List<ScalingRun>> series = new TreeMap<>();
    for (ScalingRun row : rows) {
      if (row.usable()) {
        series.computeIfAbsent(row.key().series(), name -> new ArrayList<>()).add(row);
      }
    }
    return series;
  }

  private static final class Reader {
    private final Study study;
    private final RowFiles files;
    private final RowAssembler assembler;
    private final Set<String> needed;
    private final RowSample usable;
    private final List<ScalingRun> refused = new ArrayList<>();
    private long refusedCount;
    private long leftOut;
    private int read;

    Reader(Study study, Configuration hadoop) {
      this.study = study;
      this.files = new RowFiles(study.source(), hadoop);
      this.assembler = new RowAssembler(study);
      this.needed = needed(study);
      this.usable = new RowSample(study.source().mostRows());
    }

    private static Set<String> needed(Study study) {
      Set<String> needed = new TreeSet<>(study.columns().columns());
      for (RowFilter filter : study.filters()) {
        if (filter instanceof RowFilter.OfCell condition) {
          needed.add(condition.column());
          needed.addAll(condition.when().keySet());
        }
      }
      return needed;
    }

    StudyRows read() {
      for (String pattern : study.source().files()) {
        readAll(pattern);
      }
      List<ScalingRun> numbered = Ordinals.numbered(together(usable.rows(), refused));
      List<ScalingRun> rows = Taus.summed(study.columns(), numbered);
      Counts counts = new Counts(read, usable.seen(), refusedCount, leftOut);
      return new StudyRows(rows, counts, Doubts.about(study, rows, counts));
    }

    private static List<ScalingRun> together(
        Collection<ScalingRun> usable, Collection<ScalingRun> refused) {
      List<ScalingRun> all = new ArrayList<>(usable);
      all.addAll(refused);
      return all;
    }

    private void readAll(String pattern) {
      String where = study.source().root() + "/" + pattern;
      try {
        List<Path> found = files.matching(pattern);
        if (found.isEmpty()) {
          refuse(
              assembler.unreadable(
                  where, ScalingRunStatus.UNREADABLE, where + ": there is no such file"));
        }
        found.stream().sorted(Comparator.comparing(Path::toString)).forEach(this::readFile);
      } catch (IOException e) {
        refuse(unreadable(where, e));
      }
    }

    private void readFile(Path file) {
      String input = Credentials.hidden(file.toString());
      try {
        read++;
        files.read(file, needed, new Rows(input));
      } catch (IOException e) {
        refuse(unreadable(input, e));
      }
    }

    private ScalingRun unreadable(String input, IOException e) {
      return assembler.unreadable(
          input, ScalingRunStatus.UNREADABLE, input + ": " + Credentials.hidden(e.getMessage()));
    }

    private void refuse(ScalingRun row) {
      refusedCount++;
      if (refused.size() < MOST_REFUSED) {
        refused.add(row);
      }
    }

    /** The rows of one file. */
    private final class Rows implements RowSink {
      private final String input;

      Rows(String input) {
        this.input = input;
      }

      @Override
      public void row(String place, Cells cells) {
        ScalingRun row = assembler.assemble(input, place, cells).orElse(null);
        if (row == null) {
          leftOut++;
        } else if (row.usable()) {
          usable.add(row);
        } else {
          refuse(row);
        }
      }

      @Override
      public void malformed(String place, String problem) {
        refuse(
            assembler.unreadable(
                input, ScalingRunStatus.MALFORMED, input + ", " + place + ": " + problem));
      }
    }
  }
}
