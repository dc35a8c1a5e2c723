package org.gradienttransport.jobs.plan.input;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** Writes what was found in a folder as a family's file. */
final class FolderYaml {
  private static final Pattern OF_BLOCK = Pattern.compile("(.*?)\\.(\\d{1,9})\\.(.+)");

  /** A word for gradients; gradclip is none. */
  private static final Pattern GRADIENTS =
      Pattern.compile("(?<![A-Za-z])grad(s|ients?)?(?![A-Za-z])", Pattern.CASE_INSENSITIVE);

  /** Names that a comment spells out. */
  private static final int NAMED = 5;

  private final Path root;
  private final List<FolderDescription.Found> scales;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param scales at least one, by ascending entries
   */
  FolderYaml(Path root, List<FolderDescription.Found> scales) {
    this.root = root;
    this.scales = scales;
  }

  String text() {
    FolderDescription.Found first = scales.get(0);
    String name = root.getName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String family = name.replaceAll("^-+|-+$", "");
    text.append(
            "# A first description of what lies in the folder; see docs/families.md. Look at"
                + " title,\n")
        .append(
            "# field (gradient or checkpoint_difference), what is no parameter, and schedule.\n");
    left(first);
    scales.forEach(this::doubts);
    otherTensors();
    equalSizes();
    line("family: " + (family.isEmpty() ? "family" : family));
    line("title: " + quoted("Checkpoints in " + root.getName()));
    line("field: " + (gradients(first) ? "gradient" : "checkpoint_difference"));
    line("root: " + quoted(root.toString()));
    line("scales:");
    Set<String> names = new HashSet<>();
    scales.forEach(scale -> scale(first, scale, names));
    line("snapshot: " + snapshot(first));
    line("steps: {discover: true}");
    line("tensors:");
    line("  rules:");
    rules(Blocks.of(first.parameters().tensors()));
    exclude(first.parameters());
    return text.toString();
  }

  /** Whether names speak of gradients; else what lies there is taken for checkpoints. */
  private static boolean gradients(FolderDescription.Found scale) {
    String names = scale.directory() + " " + String.join(" ", scale.files());
    return scale.content().gradients()
        || GRADIENTS.matcher(names).find()
        || scale.parameters().gradients();
  }

  /** What the files hold beside the field. */
  private void left(FolderDescription.Found scale) {
    if (!scale.content().others().isEmpty()) {
      line("# Left out: files " + list(scale.content().others()) + ".");
    }
    ParameterTensors parameters = scale.parameters();
    parameters
        .left()
        .forEach(
            (key, tensors) ->
                line(
                    "# Left out: %d tensors %s; `family describe --key` takes those of another key."
                        .formatted(tensors, key.isEmpty() ? "at the top" : "at " + quoted(key))));
    if (!parameters.strays().isEmpty()) {
      line("# Left out: " + list(parameters.strays()) + ", by their names no parameters.");
    }
    if (!parameters.buffers().isEmpty()) {
      line("# Left out: buffers " + list(parameters.buffers()) + ", which are not trained.");
    }
    parameters
        .tied()
        .forEach(name -> line("# Left out: " + quoted(name) + ", another's elements once more."));
  }

  /** What of a scale was guessed, and what was not taken for a step. */
  private void doubts(FolderDescription.Found scale) {
    String path = quoted(scale.path());
    StepNames steps = scale.steps();
    if (steps.word() == StepNames.Word.NONE) {
      line(
          "# A guess: in %s nothing but the number says that %s is a step."
              .formatted(path, quoted(steps.last())));
    }
    if (steps.names().size() == 1) {
      line(
          "# In %s there is one step, %s; a checkpoint_difference needs two."
              .formatted(path, quoted(steps.last())));
    }
    if (!scale.notSteps().isEmpty()) {
      line(
          "# Left out: in %s %d name(s) of which %s reads no step: %s%s."
              .formatted(
                  path,
                  scale.notSteps().size(),
                  quoted(steps.template().text()),
                  list(scale.notSteps().subList(0, Math.min(NAMED, scale.notSteps().size()))),
                  scale.notSteps().size() > NAMED ? " and more" : ""));
    }
  }

  /** Scales whose tensors the rules, which are the first one's, do not fit. */
  private void otherTensors() {
    Set<String> of = Blocks.of(scales.get(0).parameters().tensors()).kinds();
    for (FolderDescription.Found scale : scales) {
      Set<String> kinds = Blocks.of(scale.parameters().tensors()).kinds();
      Set<String> more = new TreeSet<>(kinds);
      more.removeAll(of);
      Set<String> fewer = new TreeSet<>(of);
      fewer.removeAll(kinds);
      if (!more.isEmpty() || !fewer.isEmpty()) {
        line(
            "# The rules are those of %s; %s has %s%s: give it `tensors` of its own, or exclude some."
                .formatted(
                    quoted(scales.get(0).path()),
                    quoted(scale.path()),
                    more.isEmpty() ? "" : "besides " + some(more),
                    fewer.isEmpty() ? "" : (more.isEmpty() ? "" : " and ") + "not " + some(fewer)));
      }
    }
  }

  /** Scales of one size are members of a group, or parts of one series. */
  private void equalSizes() {
    Map<Long, Set<String>> paths = new TreeMap<>();
    scales.forEach(
        scale ->
            paths.computeIfAbsent(scale.entries(), entries -> new TreeSet<>()).add(scale.path()));
    paths.forEach(
        (entries, of) -> {
          if (of.size() > 1) {
            line(
                "# %s all have %d entries: make families of them, or leave some out."
                    .formatted(some(of), entries));
          }
        });
  }

  private static String some(Set<String> names) {
    return list(names.stream().limit(NAMED).toList())
        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
  }

  private void exclude(ParameterTensors parameters) {
    List<String> patterns = new ArrayList<>();
    parameters
        .left()
        .keySet()
        .forEach(key -> patterns.add(key.isEmpty() ? "[^/]*" : escaped(key) + "/.*"));
    parameters.buffers().forEach(kind -> patterns.add(Buffers.BEFORE + escaped(kind)));
    parameters.tied().forEach(name -> patterns.add(escaped(name)));
    parameters.strays().forEach(name -> patterns.add(escaped(name)));
    if (!patterns.isEmpty()) {
      line("  exclude: " + list(patterns));
    }
  }

  private static String escaped(String name) {
    return name.replaceAll("([^A-Za-z0-9_/])", "\\\\$1");
  }

  private void scale(
      FolderDescription.Found first, FolderDescription.Found scale, Set<String> names) {
    boolean alike = snapshot(scale).equals(snapshot(first));
    String path = scale.path().equals(".") ? root.getName() : scale.path();
    line(
        "  - {name: %s, path: %s, entries: %d%s} # %d steps, %d tensors"
            .formatted(
                quoted(name(path, names)),
                quoted(scale.path()),
                scale.entries(),
                alike ? "" : ", snapshot: " + snapshot(scale),
                scale.steps().names().size(),
                scale.parameters().tensors().size()));
  }

  /** A name for a scale that no other has. */
  private static String name(String path, Set<String> names) {
    String plain = path.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
    String name = plain.isEmpty() ? "scale" : plain;
    for (int i = 2; !names.add(name); i++) {
      name = plain + "-" + i;
    }
    return name;
  }

  private static String snapshot(FolderDescription.Found scale) {
    String at =
        scale.ref().isEmpty()
            ? "directory: " + quoted(scale.directory())
            : "ref: "
                + quoted(scale.ref())
                + (scale.directory().equals(".")
                    ? ""
                    : ", directory: " + quoted(scale.directory()));
    return "{%s, files: %s}".formatted(at, list(scale.files()));
  }

  /** Tensors of numbered blocks, and names outside them, before the first block and after it. */
  private record Blocks(
      Set<String> before, Map<String, SortedMap<Integer, List<String>>> blocks, Set<String> after) {
    static Blocks of(List<TensorInfo> tensors) {
      Map<String, SortedMap<Integer, List<String>>> blocks = new LinkedHashMap<>();
      for (TensorInfo tensor : tensors) {
        Matcher of = OF_BLOCK.matcher(tensor.name());
        if (of.matches()) {
          blocks
              .computeIfAbsent(of.group(1), prefix -> new TreeMap<>())
              .computeIfAbsent(Integer.valueOf(of.group(2)), block -> new ArrayList<>())
              .add(of.group(3));
        }
      }
      // Layers without parameters leave gaps, which blocks must not have.
      blocks.values().removeIf(of -> of.lastKey() - (long) of.firstKey() + 1 != of.size());
      Set<String> before = new LinkedHashSet<>();
      Set<String> after = new LinkedHashSet<>();
      boolean begun = false;
      for (TensorInfo tensor : tensors) {
        Matcher of = OF_BLOCK.matcher(tensor.name());
        if (of.matches() && blocks.containsKey(of.group(1))) {
          begun = true;
        } else {
          (begun ? after : before).add(tensor.name());
        }
      }
      return new Blocks(before, blocks, after);
    }

    /** Names without the numbers of blocks. */
    Set<String> kinds() {
      Set<String> kinds = new TreeSet<>(before);
      kinds.addAll(after);
      blocks.forEach(
          (prefix, of) ->
              of.values()
                  .forEach(parts -> parts.forEach(part -> kinds.add(prefix + ".*." + part))));
      return kinds;
    }
  }

  private void rules(Blocks tensors) {
    names(tensors.before());
    tensors.blocks().forEach((prefix, of) -> blocks(prefix, of));
    names(tensors.after());
  }

  private void names(Set<String> names) {
    if (!names.isEmpty()) {
      line("    - names:");
      names.forEach(name -> line("        - " + quoted(name)));
    }
  }

  private void blocks(String prefix, SortedMap<Integer, List<String>> blocks) {
    line("    - blocks: " + quoted(escaped(prefix) + "\\.(?<block>\\d+)\\.(?<part>.+)"));
    if (blocks.firstKey() > 0) {
      line("      first_block: " + blocks.firstKey());
    }
    Map<Set<String>, List<String>> kinds = new LinkedHashMap<>();
    blocks.values().forEach(parts -> kinds.putIfAbsent(Set.copyOf(parts), parts));
    if (kinds.size() == 1) {
      line("      parts:");
      kinds.values().iterator().next().forEach(part -> line("        - " + quoted(part)));
    } else {
      line("      kinds:");
      kinds.values().forEach(parts -> line("        - " + list(parts)));
    }
  }

  private static String list(Collection<String> texts) {
    return texts.stream().map(FolderYaml::quoted).collect(joining(", ", "[", "]"));
  }

  /** Names are hostile: a single quote ends no text, and control characters have no place here. */
  private static String quoted(String text) {
    return "'" + text.replaceAll("\\p{Cntrl}", "?").replace("'", "''") + "'";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
