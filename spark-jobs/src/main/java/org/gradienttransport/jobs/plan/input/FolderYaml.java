package org.gradienttransport.jobs.plan.input;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.udfs.tensor.TensorInfo;

/** Writes what was found in a folder as a family's file. */
final class FolderYaml {
  private static final Pattern OF_BLOCK = Pattern.compile("(.*?)\\.(\\d{1,9})\\.(.+)");

  private final Path root;
  private final List<FolderDescription.Found> scales;

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
    StringBuilder text = new StringBuilder();
    text.append(
            "# A first description of what lies in the folder; see docs/families.md. Look at title,\n")
        .append(
            "# field (gradient or checkpoint_difference), what is no parameter, and schedule.\n");
    left(text, first);
    line(text, "family: " + (family.isEmpty() ? "family" : family));
    line(text, "title: " + quoted("Checkpoints in " + root.getName()));
    line(text, "field: " + (gradients(first) ? "gradient" : "checkpoint_difference"));
    line(text, "root: " + quoted(root.toString()));
    line(text, "scales:");
    scales.forEach(scale -> scale(text, first, scale));
    line(text, "snapshot: " + snapshot(first));
    line(text, "steps: {discover: true}");
    line(text, "tensors:");
    line(text, "  rules:");
    rules(text, first.parameters().tensors());
    exclude(text, first.parameters());
    return text.toString();
  }

  /** Whether names speak of gradients; else what lies there is taken for checkpoints. */
  private static boolean gradients(FolderDescription.Found scale) {
    String names = scale.directory() + " " + String.join(" ", scale.files());
    return names.toLowerCase(Locale.ROOT).contains("grad") || scale.parameters().gradients();
  }

  /** What the files hold beside the field. */
  private static void left(StringBuilder text, FolderDescription.Found scale) {
    if (!scale.otherFiles().isEmpty()) {
      line(text, "# Left out: files " + list(scale.otherFiles()) + ".");
    }
    ParameterTensors parameters = scale.parameters();
    parameters
        .left()
        .forEach(
            (key, tensors) ->
                line(
                    text,
                    "# Left out: %d tensors %s; `family describe --key` takes those of another key."
                        .formatted(tensors, key.isEmpty() ? "at the top" : "at " + quoted(key))));
    if (!parameters.buffers().isEmpty()) {
      line(text, "# Left out: buffers " + list(parameters.buffers()) + ", which are not trained.");
    }
    parameters
        .tied()
        .forEach(
            name -> line(text, "# Left out: " + quoted(name) + ", another's elements once more."));
  }

  private static void exclude(StringBuilder text, ParameterTensors parameters) {
    List<String> patterns = new ArrayList<>();
    parameters
        .left()
        .keySet()
        .forEach(key -> patterns.add(key.isEmpty() ? "[^/]*" : escaped(key) + "/.*"));
    parameters.buffers().forEach(kind -> patterns.add(Buffers.BEFORE + escaped(kind)));
    parameters.tied().forEach(name -> patterns.add(escaped(name)));
    if (!patterns.isEmpty()) {
      line(text, "  exclude: " + list(patterns));
    }
  }

  private static String escaped(String name) {
    return name.replaceAll("([^A-Za-z0-9_/])", "\\\\$1");
  }

  private static void scale(
      StringBuilder text, FolderDescription.Found first, FolderDescription.Found scale) {
    boolean alike =
        scale.directory().equals(first.directory()) && scale.files().equals(first.files());
    String name = scale.name().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
    line(
        text,
        "  - {name: %s, path: %s, entries: %d%s} # %d steps, %d tensors"
            .formatted(
                quoted(name.isEmpty() ? "scale" : name),
                quoted(scale.path()),
                scale.entries(),
                alike ? "" : ", snapshot: " + snapshot(scale),
                scale.steps(),
                scale.parameters().tensors().size()));
  }

  private static String snapshot(FolderDescription.Found scale) {
    return "{directory: %s, files: %s}".formatted(quoted(scale.directory()), list(scale.files()));
  }

  /** Names outside blocks that come before the first block, the blocks, and what comes after. */
  private static void rules(StringBuilder text, List<TensorInfo> tensors) {
    Set<String> before = new LinkedHashSet<>();
    Set<String> after = new LinkedHashSet<>();
    Map<String, SortedMap<Integer, List<String>>> blocks = new LinkedHashMap<>();
    for (TensorInfo tensor : tensors) {
      Matcher of = OF_BLOCK.matcher(tensor.name());
      if (of.matches()) {
        blocks
            .computeIfAbsent(of.group(1), prefix -> new TreeMap<>())
            .computeIfAbsent(Integer.valueOf(of.group(2)), block -> new ArrayList<>())
            .add(of.group(3));
      } else {
        (blocks.isEmpty() ? before : after).add(tensor.name());
      }
    }
    names(text, before);
    blocks.forEach((prefix, of) -> blocks(text, prefix, of));
    names(text, after);
  }

  private static void names(StringBuilder text, Set<String> names) {
    if (!names.isEmpty()) {
      line(text, "    - names:");
      names.forEach(name -> line(text, "        - " + quoted(name)));
    }
  }

  private static void blocks(
      StringBuilder text, String prefix, SortedMap<Integer, List<String>> blocks) {
    line(text, "    - blocks: " + quoted(escaped(prefix) + "\\.(?<block>\\d+)\\.(?<part>.+)"));
    if (blocks.firstKey() > 0) {
      line(text, "      first_block: " + blocks.firstKey());
    }
    Map<Set<String>, List<String>> kinds = new LinkedHashMap<>();
    blocks.values().forEach(parts -> kinds.putIfAbsent(Set.copyOf(parts), parts));
    if (kinds.size() == 1) {
      line(text, "      parts:");
      kinds.values().iterator().next().forEach(part -> line(text, "        - " + quoted(part)));
    } else {
      line(text, "      kinds:");
      kinds.values().forEach(parts -> line(text, "        - " + list(parts)));
    }
  }

  private static String list(Collection<String> texts) {
    return texts.stream().map(FolderYaml::quoted).collect(joining(", ", "[", "]"));
  }

  /** Names are hostile: a single quote ends no text, and control characters have no place here. */
  private static String quoted(String text) {
    return "'" + text.replaceAll("\\p{Cntrl}", "?").replace("'", "''") + "'";
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
