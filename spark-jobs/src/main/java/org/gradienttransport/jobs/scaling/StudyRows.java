package org.gradienttransport.jobs.scaling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
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
public record StudyRows(List<ScalingRun> rows, RowCounts counts, List<String> warnings) {
  /** Rows of each status other than ok that are published one by one; more are counted. */
  public static final int MOST_OF_A_STATUS = 1000;

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
    return MeasuredStudy.usable(rows);
  }

  private static final class Reader {
    private final Study study;
    private final RowFiles files;
    private final RowAssembler assembler;
    private final Set<String> needed;
    private final RowSample usable;
    private final List<ScalingRun> others = new ArrayList<>();
    private final Map<ScalingRunStatus, Long> counts = new EnumMap<>(ScalingRunStatus.class);
    private final Taus taus;
    private long leftOut;
    private int read;

    Reader(Study study, Configuration hadoop) {
      this.study = study;
      this.files = new RowFiles(study.source(), hadoop);
      this.assembler = new RowAssembler(study);
      this.needed = needed(study);
      this.usable = new RowSample(study.source().mostRows());
      this.taus = new Taus(study.columns());
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
      List<ScalingRun> all = new ArrayList<>(usable.rows());
      all.addAll(others);
      List<ScalingRun> rows = Ordinals.numbered(taus.summed(all));
      RowCounts counted = new RowCounts(read, counts, leftOut);
      return new StudyRows(rows, counted, Doubts.about(study, rows, counted, usable.hasEnds()));
    }

    private void readAll(String pattern) {
      String where = study.source().root() + "/" + pattern;
      try {
        List<Path> found = files.matching(pattern);
        if (found.isEmpty()) {
          keep(
              assembler.unreadable(
                  where, ScalingRunStatus.UNREADABLE, where + ": there is no such file"));
        }
        found.stream().sorted(Comparator.comparing(Path::toString)).forEach(this::readFile);
      } catch (IOException e) {
        keep(unreadable(where, e));
      }
    }

    private void readFile(Path file) {
      String input = Credentials.hidden(file.toString());
      try {
        read++;
        files.read(file, needed, new Rows(input));
      } catch (IOException e) {
        keep(unreadable(input, e));
      }
    }

    private ScalingRun unreadable(String input, IOException e) {
      return assembler.unreadable(
          input, ScalingRunStatus.UNREADABLE, input + ": " + Credentials.hidden(e.getMessage()));
    }

    private void keep(ScalingRun row) {
      long met = counts.merge(row.status(), 1L, Long::sum);
      if (row.usable()) {
        usable.add(row);
        taus.add(row);
      } else if (met <= MOST_OF_A_STATUS) {
        others.add(row);
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
        } else {
          keep(row);
        }
      }

      @Override
      public void malformed(String place, String problem) {
        keep(
            assembler.unreadable(
                input, ScalingRunStatus.MALFORMED, input + ", " + place + ": " + problem));
      }
    }
  }
}
