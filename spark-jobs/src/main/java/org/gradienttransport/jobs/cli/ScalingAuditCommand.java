package org.gradienttransport.jobs.cli;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.StudyFiles;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.present.AnswerFormat;
import org.gradienttransport.jobs.scaling.StudyRows;
import org.gradienttransport.jobs.scaling.audit.LawAudit;
import org.gradienttransport.jobs.scaling.audit.PlainRows;
import org.gradienttransport.jobs.scaling.audit.PublishedLaw;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.Word;
import org.gradienttransport.udfs.scaling.fit.Audit;
import org.gradienttransport.udfs.scaling.fit.Estimate;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether published parameters are a minimum of the objective they are said to minimise. */
@Command(
    name = "audit",
    header = "Is a published fit a minimum of its own objective?",
    description = {
      "Fits the same law to the same rows, from many starts, and compares: the objective F at the"
          + " published parameters, the least F, and the probe, the smallest relative change of F over"
          + " small steps around the published parameters. Below -1e-5 they are no minimum.",
      "Without --at the published fits that a study names are audited, as far as they have all"
          + " parameters of their law.",
    },
    footer = {
      "",
      "Examples:",
      "  gradient-transport scaling audit --study conf/studies/gemstones.yaml --series hot"
          + " --at A=234.5101,B=3178672,E=2.151826,alpha=0.298918,beta=0.692833 --delta 1e-4",
      "  gradient-transport scaling audit --rows points.csv --columns params=n,tokens=d"
          + " --form chinchilla --at A=406.4,B=410.7,E=1.69,alpha=0.34,beta=0.28 --format json",
    })
final class ScalingAuditCommand extends CommandBase {
  /** Where the losses are: one of both. */
  private static final class Source {
    @Option(
        names = "--study",
        paramLabel = "FILE",
        required = true,
        description = "A study's description, docs/scaling-laws.md; it says where its rows are.")
    private String study;

    @Option(
        names = "--rows",
        paramLabel = "FILE",
        required = true,
        description =
            "Losses without a study: CSV, JSON or Parquet by its name, with the columns params,"
                + " tokens (steps for kaplan_ns) and loss, in nats per token.")
    private String rows;
  }

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--columns",
      paramLabel = "params=NAME",
      split = ",",
      description = "What the columns of --rows are called, where they are called otherwise.")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--series",
      paramLabel = "NAME",
      description = "Only this series of the study. Default: all.")
  private String series;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      defaultValue = "CHINCHILLA",
      description =
          "Law of the parameters: chinchilla, chinchilla_tied, chinchilla_no_floor, kaplan_nd or"
              + " kaplan_ns. Default: chinchilla.")
  private LawForm form;

  @Option(
      names = "--at",
      paramLabel = "NAME=VALUE",
      split = ",",
      description =
          "The published parameters, as the paper writes them: A, B, E, alpha, beta; N_c, D_c, S_c,"
              + " alpha_n, alpha_d, alpha_s.")
  private Map<String, Double> at = new LinkedHashMap<>();

  @Option(
      names = "--delta",
      paramLabel = "WIDTH",
      description =
          "Width of Huber's loss of ln L. Default: those of the study, or "
              + StudyFits.DEFAULT_DELTA
              + ".")
  private Double delta;

  @Option(
      names = "--starts",
      paramLabel = "GRID",
      description =
          "Starts of our own fit: default (243) or full (4,500). Default: those of the study.")
  private StudyFits.Starts starts;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "table (for people), csv or json. Default: ${DEFAULT-VALUE}.")
  private AnswerFormat format;

  @Override
  ExitCode work() {
    Study study = study();
    List<PublishedLaw> laws = laws(study);
    StudyRows read = StudyRows.read(study, HadoopSettings.configuration());
    read.warnings().forEach(err()::println);
    List<LawAudit> audits = LawAudit.of(chosen(study, read), laws, fits(study.fits()));
    if (audits.isEmpty()) {
      throw JobException.usage("No published fit is about the rows that were chosen.");
    }
    Answer all = answer(study, audits);
    if (format == AnswerFormat.TABLE) {
      out().print(format.text(forPeople(all)));
      audits.forEach(audit -> out().println("\n" + said(audit)));
    } else {
      out().print(format.text(all));
    }
    boolean held = audits.stream().allMatch(audit -> audit.audit().isPresent());
    return held ? ExitCode.OK : ExitCode.BAD_DATA;
  }

  private Study study() {
    if (source.study != null) {
      if (!columns.isEmpty()) {
        throw JobException.usage("--columns belongs to --rows; a study names its own.");
      }
      return StudyFiles.load(source.study, HadoopSettings.configuration());
    }
    if (at.isEmpty()) {
      throw JobException.usage("--rows needs the published parameters: give --at NAME=VALUE,...");
    }
    return asUsage(() -> PlainRows.of(source.rows, columns, form, StudyFits.DEFAULT_DELTA));
  }

  private List<PublishedLaw> laws(Study study) {
    if (!at.isEmpty()) {
      return List.of(asUsage(() -> PublishedLaw.of("--at", Word.ALL, form, at)));
    }
    List<PublishedLaw> published = LawAudit.published(study);
    if (published.isEmpty()) {
      throw JobException.usage(
          "Study "
              + study.name()
              + " names no published fit with all parameters of its law: give them with --at.");
    }
    return published;
  }

  private static <T> T asUsage(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw JobException.usage(e.getMessage() + ".");
    }
  }

  private Map<String, List<ScalingRun>> chosen(Study study, StudyRows read) {
    Map<String, List<ScalingRun>> usable = new LinkedHashMap<>(read.usable());
    if (usable.isEmpty()) {
      throw none(read.rows());
    }
    if (series != null && !usable.containsKey(series)) {
      throw JobException.usage(
          "Study %s has no series '%s', only %s.".formatted(study.name(), series, usable.keySet()));
    }
    usable.keySet().removeIf(name -> series != null && !name.equals(series));
    return usable;
  }

  private static JobException none(List<ScalingRun> refused) {
    Optional<ScalingRun> unreadable =
        refused.stream().filter(row -> row.status() == ScalingRunStatus.UNREADABLE).findFirst();
    String first =
        unreadable
            .or(() -> refused.stream().filter(row -> row.status().refused()).findFirst())
            .or(() -> refused.stream().findFirst())
            .map(ScalingRun::message)
            .filter(Objects::nonNull)
            .map(message -> " " + message + ".")
            .orElse("");
    return new JobException(
        unreadable.isPresent() ? ExitCode.MISSING_INPUT : ExitCode.BAD_DATA,
        "No row can be fitted." + first);
  }

  private StudyFits fits(StudyFits of) {
    return asUsage(
        () ->
            of.with(
                delta == null ? of.deltas() : List.of(delta),
                starts == null ? of.starts() : starts));
  }

  private static Answer answer(Study study, List<LawAudit> audits) {
    return Answer.of(
        List.of(
            "source",
            "series",
            "published_by",
            "form",
            "rows",
            "objective_kind",
            "delta",
            "objective",
            "least_objective",
            "excess",
            "probe",
            "minimum",
            "least_at",
            "status",
            "message"),
        audits.stream().map(audit -> row(study, audit)));
  }

  private static List<Object> row(Study study, LawAudit audit) {
    LawFit fit = audit.fit();
    Optional<Audit> found = audit.audit();
    return Answer.row(
        study.name(),
        audit.series(),
        audit.law().label(),
        fit.form().word(),
        fit.rows(),
        fit.objective().kind(),
        fit.objective().delta(),
        found.map(Audit::objective).orElse(null),
        found.map(Audit::least).orElse(null),
        found.map(Audit::excess).orElse(null),
        found.map(of -> of.certificate().probe()).orElse(null),
        found.map(Audit::minimum).orElse(null),
        fit.estimate().map(Estimate::coefficients).orElse(null),
        fit.status(),
        audit.sentence());
  }

  /** The columns that a terminal has room for; the sentences below the table say the rest. */
  private static Answer forPeople(Answer all) {
    List<Integer> kept =
        Stream.of(
                "series",
                "published_by",
                "form",
                "rows",
                "delta",
                "objective",
                "least_objective",
                "probe",
                "minimum")
            .map(all.columns()::indexOf)
            .toList();
    return Answer.of(
        List.of(
            "series",
            "published by",
            "form",
            "rows",
            "delta",
            "F there",
            "least F",
            "probe",
            "minimum"),
        all.rows().stream().map(row -> kept.stream().map(row::get).toList()));
  }

  private static String said(LawAudit audit) {
    String least =
        audit.fit().estimate().stream()
            .flatMap(estimate -> estimate.coefficients().entrySet().stream())
            .filter(of -> audit.law().form().coefficientNames().contains(of.getKey()))
            .map(of -> String.format(Locale.ROOT, "%s %.6g", of.getKey(), of.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s, %s, delta %s: %s%s",
        audit.law().label(),
        audit.series(),
        BigDecimal.valueOf(audit.fit().objective().delta()).stripTrailingZeros().toPlainString(),
        audit.sentence(),
        least.isEmpty() ? "" : " Our fit: " + least + ".");
  }
}
