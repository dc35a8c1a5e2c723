package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.HubSource;
import org.gradienttransport.jobs.conf.StepList;
import org.gradienttransport.jobs.conf.StepTemplate;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.hub.fetch.FamilySources;
import org.gradienttransport.jobs.hub.fetch.Fetch;
import org.gradienttransport.jobs.hub.fetch.FetchReport;
import org.gradienttransport.jobs.hub.fetch.FetchTarget;
import org.gradienttransport.jobs.hub.fetch.HubLayout;
import org.gradienttransport.jobs.hub.fetch.HubLayout.WeightFormat;
import org.gradienttransport.jobs.hub.fetch.HubNames;
import org.gradienttransport.jobs.hub.fetch.RefLayout;
import org.gradienttransport.jobs.hub.fetch.Source;
import org.gradienttransport.jobs.hub.fetch.Timing;
import org.gradienttransport.jobs.io.Amounts;
import org.gradienttransport.jobs.io.HadoopSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Downloads a family's checkpoints from a model hub, and goes on where it was stopped. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70,
    sortOptions = false,
    usageHelpWidth = 100,
    header = "Download a family's checkpoints from a model hub.",
    description = {
      "Resumes where it was stopped, verifies every file against the hub's own checksum, and keeps"
          + " a manifest in TARGET/_fetch/manifest.jsonl. A finished file is never fetched twice.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  gradient-transport fetch --layout pico-lm --to /data/pico-lm \\",
      "      --repo pico-lm/pico-decoder-tiny@pico-decoder-tiny-1 --steps 0..124000/1000 --dry-run",
      "  gradient-transport fetch --layout pythia --to s3a://bucket/pythia \\",
      "      --repo EleutherAI/pythia-14m-seed3 --max-rate 50MB",
      "  gradient-transport fetch --layout refs --ref 'stage1-step{step}-tokens*B' \\",
      "      --repo allenai/OLMo-2-0425-1B --to /data/olmo --steps 0..50000/10000",
      "  gradient-transport fetch --family conf/families/my-family.yaml --dry-run",
      "  gradient-transport fetch --family conf/families/my-family.yaml --tensors field",
      "  gradient-transport fetch @deploy/fetch/pico-lm.args --to hdfs:///data/pico-lm",
      "",
      "Exit codes: 0 all there; 64 wrong usage; 65 wrong checksum or hostile name; 66 something is",
      "not on the hub; 69 hub unreachable; 73 target not writable, locked or full; 75 try again."
    })
public final class FetchCommand extends CommandBase {
  private enum Tensors {
    ALL,
    FIELD
  }

  private enum HubFamily {
    PICO_LM,
    PYTHIA,
    REFS
  }

  @Option(
      names = "--layout",
      paramLabel = "pico-lm|pythia|refs",
      description =
          "pico-lm: steps are commits of one branch; pythia: steps are branches named stepN;"
              + " refs: steps are what --ref, --folder and --file say.")
  private String layout;

  @Option(
      names = "--family",
      paramLabel = "FILE",
      description =
          "In place of --layout and --repo: repositories, refs, files and steps are those of the"
              + " key hub of a family file, and TARGET is its root unless given.")
  private String family;

  @Option(
      names = "--tensors",
      defaultValue = "all",
      paramLabel = "all|field",
      description =
          "With --family: field fetches of safetensors files only the tensors that its rules take,"
              + " into files named *.field.safetensors, where the server sends ranges of bytes."
              + " Default: ${DEFAULT-VALUE}")
  private String tensors;

  @Option(
      names = "--ref",
      defaultValue = "main",
      paramLabel = "TEMPLATE",
      description =
          "refs only: branch or tag of a step, such as 'stage1-step{step}-tokens*B'; {step:06} is"
              + " padded, * is anything but a slash. Default: ${DEFAULT-VALUE}")
  private String ref;

  @Option(
      names = "--folder",
      defaultValue = ".",
      paramLabel = "TEMPLATE",
      description =
          "refs only: folder of a step there, such as 'checkpoints/step_{step}'."
              + " Default: ${DEFAULT-VALUE}, the top")
  private String hubFolder;

  @Option(
      names = "--file",
      paramLabel = "TEMPLATE",
      description =
          "refs only: a step's file in that folder, repeatable, best first; an index also stands"
              + " for its shards. Default: those of --format, and their indexes")
  private List<String> hubFiles = new ArrayList<>();

  @Option(
      names = "--repo",
      paramLabel = "OWNER/NAME[@BRANCH][=FOLDER]",
      description =
          "Repository, repeatable; datasets/OWNER/NAME for a dataset. pico-lm needs its run's BRANCH. FOLDER below TARGET is BRANCH,"
              + " or else NAME, unless given.")
  private List<String> repositories = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "TARGET",
      description = "Folder to fill: a path, file:, hdfs:, s3a: or another of Hadoop's.")
  private String target;

  @Option(
      names = "--steps",
      defaultValue = "all",
      paramLabel = "STEPS",
      description =
          "all, or for example 0,512,1000..143000/1000. A step that is not there is reported."
              + " Default: ${DEFAULT-VALUE}")
  private String steps;

  @Option(
      names = "--format",
      defaultValue = "auto",
      paramLabel = "auto|bin|safetensors",
      description =
          "pythia and refs: which weight file. auto takes pytorch_model.bin where there is one."
              + " Default: ${DEFAULT-VALUE}")
  private String format;

  @Option(
      names = "--also",
      paramLabel = "GLOB",
      description =
          "Further files of the branch's newest commit, repeatable, such as 'eval_results/*.json'.")
  private List<String> also = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "List what would be fetched, with sizes, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--audit",
      description =
          "Fetch nothing: name steps that hold the same bytes, other tensors than the rest, or look"
              + " exchanged, by the hub's hashes and a few kilobytes of each safetensors file.")
  private boolean audit;

  @Option(names = "--verify", description = "Hash every file at TARGET again, even finished ones.")
  private boolean verify;

  @Option(
      names = "--staging",
      paramLabel = "DIR",
      description =
          "Local folder of partial files for a TARGET that is not local."
              + " Default: ~/.cache/gradient-transport/fetch")
  private Path staging =
      Path.of(System.getProperty("user.home"), ".cache/gradient-transport/fetch");

  @Option(
      names = "--hadoop",
      paramLabel = "KEY=VALUE",
      description = "Hadoop setting, repeatable, such as fs.s3a.endpoint.region=eu-west-1.")
  private Map<String, String> hadoop = new LinkedHashMap<>();

  @Mixin private TransferOptions transfer;

  private final Timing timing;
  private final Function<String, String> environment;

  /** For a command line; reads the real clock and environment. */
  public FetchCommand() {
    this(Timing.real(), System::getenv);
  }

  /** For a clock and variables of the caller's own. */
  public FetchCommand(Timing timing, Function<String, String> environment) {
    this.timing = timing;
    this.environment = environment;
  }

  @Override
  ExitCode work() {
    try {
      Fetch fetch = new Fetch(request(), timing, this::tell);
      if (audit) {
        return audited(fetch.audit());
      }
      return dryRun ? list(fetch.list()) : report(fetch.run());
    } catch (JobException e) {
      tell(e.getMessage());
      return e.exitCode();
    }
  }

  private Fetch.Request request() {
    try {
      Configuration configuration = HadoopSettings.configuration();
      hadoop.forEach(configuration::set);
      Optional<List<Long>> chosen =
          steps.equals("all") ? Optional.empty() : Optional.of(StepList.parse(steps).steps());
      Optional<Family> described = described(configuration);
      String to = described.isPresent() && target == null ? described.get().root() : target;
      if (to == null) {
        throw new IllegalArgumentException("--to TARGET is missing");
      }
      return new Fetch.Request(
          transfer.hub(token()),
          described.isPresent()
              ? FamilySources.of(described.get(), chosen, fieldOnly())
              : repositories(chosen),
          also,
          FetchTarget.open(to, staging, configuration),
          Amounts.parseBytes(transfer.maxRate),
          transfer.concurrency,
          verify,
          transfer.progressSeconds);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JobException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private Optional<Family> described(Configuration configuration) {
    if ((family == null) == (layout == null)) {
      throw new IllegalArgumentException("give either --family FILE or --layout with --repo");
    }
    if (family == null) {
      if (fieldOnly()) {
        throw new IllegalArgumentException("--tensors field needs --family, which has the rules");
      }
      return Optional.empty();
    }
    if (!repositories.isEmpty()) {
      throw new IllegalArgumentException("--repo does not go with --family, which names them");
    }
    return Optional.of(FamilyFiles.load(family, configuration));
  }

  private boolean fieldOnly() {
    return Choices.of(Tensors.values(), "--tensors", tensors) == Tensors.FIELD;
  }

  private List<Fetch.Wanted> repositories(Optional<List<Long>> chosen) {
    HubFamily kind = Choices.of(HubFamily.values(), "--layout", layout);
    WeightFormat weights = Choices.of(WeightFormat.values(), "--format", format);
    if (repositories.isEmpty()) {
      throw new IllegalArgumentException("--repo is missing");
    }
    HubLayout steps =
        switch (kind) {
          case PICO_LM -> HubLayout.picoLm();
          case PYTHIA -> HubLayout.pythia(weights);
          case REFS -> refs(weights);
        };
    return repositories.stream()
        .map(repository -> new Fetch.Wanted(source(kind, repository), steps, chosen))
        .toList();
  }

  private HubLayout refs(WeightFormat weights) {
    List<String> files =
        hubFiles.isEmpty()
            ? weights.files().stream()
                .flatMap(file -> Stream.of(file, file + ".index.json"))
                .toList()
            : hubFiles;
    HubSource at =
        new HubSource(
            HubSource.Type.MODEL,
            "OWNER/NAME",
            new StepTemplate(ref),
            new StepTemplate(hubFolder),
            files.stream().map(StepTemplate::new).toList());
    return new RefLayout(at, new StepTemplate("step{step}"));
  }

  private static Source source(HubFamily family, String repository) {
    Source source = Source.parse(repository);
    if (family == HubFamily.PICO_LM && source.branch().isEmpty()) {
      throw new IllegalArgumentException(
          "--repo %s needs the branch of its run with --layout pico-lm, such as %s@%s-1"
              .formatted(repository, repository, source.folder()));
    }
    return source;
  }

  /** From a file, else from the environment; trimmed, since files end with a line break. */
  private Optional<String> token() {
    String token = environment.apply(transfer.tokenVariable);
    if (transfer.tokenFile != null) {
      try {
        token = Files.readString(transfer.tokenFile);
      } catch (IOException e) {
        throw new JobException(
            ExitCode.USAGE, "cannot read the token file " + transfer.tokenFile + ": " + e, e);
      }
    }
    return Optional.ofNullable(token).map(String::strip).filter(t -> !t.isEmpty());
  }

  private ExitCode list(Fetch.Listing listing) {
    for (Fetch.Listed file : listing.files()) {
      out()
          .printf(
              Locale.ROOT,
              "%-9s  %14d  %s  %s%n",
              file.state(),
              file.size(),
              file.checksum(),
              HubNames.shown(file.path()));
    }
    String bytes = Amounts.bytes(listing.bytesToFetch());
    out().println(listing.files().size() + " files, " + bytes + " to fetch");
    out().flush();
    listing.problems().forEach(problem -> tell(problem.message()));
    return listing.exitCode();
  }

  private ExitCode audited(Fetch.Audited audited) {
    audited.findings().forEach(out()::println);
    out().println(audited.summary());
    out().flush();
    audited.problems().forEach(problem -> tell(problem.message()));
    return audited.exitCode();
  }

  private ExitCode report(FetchReport report) {
    for (List<String> twins : report.twins()) {
      tell("note: the very same bytes are under " + String.join(" and ", twins));
    }
    tell(
        "%s fetched, %s already there, %s not tried, %s problems"
            .formatted(
                report.fetched(),
                report.alreadyThere(),
                report.notTried(),
                report.problems().size()));
    report.problems().forEach(problem -> tell(problem.message()));
    return report.exitCode();
  }

  /** A line for people, who may be waiting. */
  private void tell(String line) {
    err().println("fetch: " + line);
    err().flush();
  }
}
