package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.StepList;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.hub.synth.Distributions;
import org.gradienttransport.jobs.hub.synth.RealValues;
import org.gradienttransport.jobs.hub.synth.SynthLayout;
import org.gradienttransport.jobs.hub.synth.SynthScale;
import org.gradienttransport.jobs.hub.synth.SynthSettings;
import org.gradienttransport.jobs.hub.synth.SynthSettings.Format;
import org.gradienttransport.jobs.hub.synth.Synthesizer;
import org.gradienttransport.jobs.hub.synth.ValueSource;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.udfs.tensor.DType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "synth",
    header = "Write a generated family, of any size, in the published file formats.",
    description = {
      "Same options, same bytes. Beside the files lies the family file OUT/NAME.yaml, which says that"
          + " the family is synthetic; run measures it like any other. Memory stays small at any N.",
    },
    footer = {
      "",
      "Examples:",
      "  gradient-transport synth --out synth --width 96,192,384,768 --steps 0..7000/1000",
      "  gradient-transport synth --out synth --entries 150994944 --steps 1000 --values student-t",
      "  gradient-transport synth --out synth --layout pythia --entries 14067712 --steps 0,1,2,4",
      "  gradient-transport synth --out synth --width 96,192 --steps 0..7000/1000 --values student-t"
          + " --members 5 --spread 0.5",
    })
final class SynthCommand extends CommandBase {
  /** Gradients are small numbers; this keeps float16 ones among the normal. */
  private static final double SCALE = 1e-3;

  private enum Values {
    GAUSSIAN,
    STUDENT_T,
    PERMUTED
  }

  @Option(
      names = "--out",
      paramLabel = "PATH",
      required = true,
      description = "Directory of the family, any Hadoop path.")
  private String out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the family. Default: synthetic-LAYOUT-VALUES.")
  private String name;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      defaultValue = "pico-lm",
      description =
          "pico-lm (raw gradients) or pythia (checkpoints, whose differences are the fields)."
              + " Default: ${DEFAULT-VALUE}.")
  private String layout;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "torch",
      description = "torch, or safetensors (for pythia alone). Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--dtype",
      paramLabel = "KIND",
      description =
          "float16, bfloat16, float32 or float64. Default: float32 for pico-lm, float16 for"
              + " pythia.")
  private String dtype;

  @Option(
      names = "--width",
      paramLabel = "D",
      split = ",",
      description = "Scales of N = 64 d^2 entries, as Pico-LM's.")
  private List<Long> widths = new ArrayList<>();

  @Option(names = "--entries", paramLabel = "N", split = ",", description = "Scales of N entries.")
  private List<Long> entries = new ArrayList<>();

  @Option(
      names = "--steps",
      paramLabel = "STEPS",
      required = true,
      description = "Steps of the snapshots: 0..7000/1000, or 0,1,2,4.")
  private String steps;

  @Option(
      names = "--values",
      paramLabel = "KIND",
      defaultValue = "gaussian",
      description = "gaussian, student-t, or permuted (see --like). Default: ${DEFAULT-VALUE}.")
  private String values;

  @Option(
      names = "--df",
      paramLabel = "DF",
      defaultValue = "3",
      description = "Degrees of freedom of student-t. Default: ${DEFAULT-VALUE}.")
  private double df;

  @Option(
      names = "--like",
      paramLabel = "FILE",
      description = "Family file whose real field lends its entries to permuted.")
  private String like;

  @Option(
      names = "--like-scale",
      paramLabel = "SCALE",
      description = "Which scale of --like. Default: its largest.")
  private String likeScale;

  @Option(
      names = "--like-step",
      paramLabel = "STEP",
      description = "Which step of --like. Default: its last.")
  private Long likeStep;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "42",
      description = "Other seeds give other numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--members",
      paramLabel = "M",
      defaultValue = "1",
      description =
          "Write a cohort of so many families that differ in their seed, each in OUT/NAME-I. Default:"
              + " ${DEFAULT-VALUE}.")
  private int members;

  @Option(
      names = "--spread",
      paramLabel = "SD",
      defaultValue = "0",
      description =
          "Standard deviation between members of the logarithm of --df, for student-t. Default:"
              + " ${DEFAULT-VALUE}.")
  private double spread;

  @Override
  ExitCode work() throws Exception {
    EngineOptions.requireRange("--members", members, 1, 100);
    if (!(spread >= 0 && spread <= 5)
        || (spread > 0 && Choices.of(Values.values(), "--values", values) != Values.STUDENT_T)) {
      throw JobException.usage(
          "--spread is a number from 0 to 5 and needs --values student-t, whose --df it moves.");
    }
    Configuration configuration = HadoopSettings.configuration();
    Values kind = Choices.of(Values.values(), "--values", values);
    SynthLayout chosen = Choices.of(SynthLayout.values(), "--layout", layout);
    RealValues real = kind == Values.PERMUTED ? real(configuration) : null;
    SynthSettings settings = settings(kind, chosen, real);
    if (members == 1) {
      write(settings, source(kind, real, seed, df), seed, configuration);
      return ExitCode.OK;
    }
    List<Double> freedoms = Distributions.degreesOfFreedom(seed, df, spread, members);
    for (int i = 0; i < members; i++) {
      long own = seed + i;
      double freedom = freedoms.get(i);
      SynthSettings member = settings.member(i + 1, what(kind, real, freedom, own));
      write(member, source(kind, real, own, freedom), own, configuration);
    }
    return ExitCode.OK;
  }

  private void write(
      SynthSettings settings, ValueSource source, long own, Configuration configuration)
      throws Exception {
    Synthesizer.Written written =
        new Synthesizer(
                settings,
                source,
                Distributions.gaussian(~own, Synthesizer.INITIAL_SD),
                configuration)
            .write();
    out()
        .printf(
            Locale.ROOT,
            "%d files of %,.1f MB of tensors together; the family is %s%n",
            written.files(),
            written.bytes() / 1e6,
            written.description());
  }

  private SynthSettings settings(Values kind, SynthLayout chosen, RealValues real) {
    if (format == Format.SAFETENSORS && chosen == SynthLayout.PICO_LM) {
      throw JobException.usage(
          "Pico-LM's gradients are PyTorch files; --format safetensors is for pythia.");
    }
    DType stored = dtype(chosen);
    List<Long> wanted = StepList.ofOption("--steps", steps).steps();
    if (chosen == SynthLayout.PYTHIA && wanted.size() < 2) {
      throw JobException.usage("A difference needs two checkpoints; give --steps two or more.");
    }
    return new SynthSettings(
        name == null ? "synthetic-" + Choices.word(chosen) + "-" + Choices.word(kind) : name,
        what(kind, real, df, seed),
        chosen,
        format,
        stored,
        scales(),
        wanted,
        out,
        Optional.empty());
  }

  /** What the entries are, in words. */
  private String what(Values kind, RealValues real, double freedom, long own) {
    String entriesOf =
        switch (kind) {
          case GAUSSIAN -> "Gaussian entries";
          case STUDENT_T -> "entries of Student's t with " + freedom + " degrees of freedom";
          case PERMUTED -> "entries of " + real.what() + " in random order";
        };
    SynthLayout chosen = Choices.of(SynthLayout.values(), "--layout", layout);
    return entriesOf + ", stored as " + dtype(chosen).torchName() + ", seed " + own;
  }

  private List<SynthScale> scales() {
    TreeMap<Long, SynthScale> scales = new TreeMap<>();
    entries.forEach(n -> scales.put(n, SynthScale.ofEntries(n)));
    for (long width : widths) {
      EngineOptions.requireRange("--width", width, 3, 4096);
      SynthScale scale = SynthScale.ofWidth(width);
      scales.put(scale.entries(), scale);
    }
    if (scales.isEmpty()) {
      throw JobException.usage("Give the sizes: --width D,D,... or --entries N,N,...");
    }
    return List.copyOf(scales.values());
  }

  private DType dtype(SynthLayout chosen) {
    if (dtype == null) {
      return chosen == SynthLayout.PICO_LM ? DType.F32 : DType.F16;
    }
    for (DType known : DType.values()) {
      if (known.floating() && known.torchName().equals(dtype)) {
        return known;
      }
    }
    throw JobException.usage(
        "--dtype must be float16, bfloat16, float32 or float64, got '" + dtype + "'.");
  }

  private ValueSource source(Values kind, RealValues real, long own, double freedom) {
    return switch (kind) {
      case GAUSSIAN -> Distributions.gaussian(own, SCALE);
      case STUDENT_T -> {
        if (!(df > 0)) {
          throw JobException.usage("--df must be positive, got " + df + ".");
        }
        yield Distributions.studentT(own, freedom, SCALE);
      }
      case PERMUTED -> Distributions.permuted(own, real.values());
    };
  }

  private RealValues real(Configuration configuration) throws IOException {
    if (like == null) {
      throw JobException.usage("--values permuted needs --like FAMILY_FILE.");
    }
    Family family = FamilyFiles.load(like, configuration);
    return RealValues.read(family, likeScale, likeStep, configuration);
  }
}
