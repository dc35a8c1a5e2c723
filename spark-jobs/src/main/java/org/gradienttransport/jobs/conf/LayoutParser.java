package org.gradienttransport.jobs.conf;

import java.util.List;
import org.gradienttransport.udfs.layout.BlockTensors;
import org.gradienttransport.udfs.layout.FieldLayout;
import org.gradienttransport.udfs.layout.LayoutRule;
import org.gradienttransport.udfs.layout.NamedTensors;

/** Reads where a step's tensors lie ({@code snapshot}) and which make a field ({@code tensors}). */
final class LayoutParser {
  private LayoutParser() {}

  static Snapshots snapshots(MapReader in) {
    String ref = in.has("ref") ? in.text("ref") : null;
    String directory = in.text("directory", ".");
    List<String> files = in.texts("files");
    return in.build(
        () ->
            new Snapshots(
                ref == null ? null : new StepTemplate(ref),
                new StepTemplate(directory),
                files.stream().map(StepTemplate::new).toList()));
  }

  /** Reads where a hub keeps them ({@code hub}). */
  static HubSource hub(MapReader in, Snapshots snapshot) {
    HubSource.Type type = in.choice("type", HubSource.Type.class, HubSource.Type.MODEL);
    String repository = in.text("repository");
    String ref = in.text("ref", "main");
    String folder = in.text("folder", ".");
    List<String> files =
        in.texts("files", snapshot.files().stream().map(StepTemplate::text).toList());
    return in.build(
        () ->
            new HubSource(
                type,
                repository,
                new StepTemplate(ref),
                new StepTemplate(folder),
                files.stream().map(StepTemplate::new).toList()));
  }

  static FieldLayout layout(MapReader in) {
    List<LayoutRule> rules = in.sections("rules", LayoutParser::rule);
    List<String> exclude = in.texts("exclude", List.of());
    FieldLayout.Unmatched unmatched =
        in.choice("unmatched", FieldLayout.Unmatched.class, FieldLayout.Unmatched.REFUSE);
    return in.build(() -> new FieldLayout(rules, exclude, unmatched));
  }

  private static LayoutRule rule(MapReader in) {
    boolean named = in.has("names");
    boolean blocks = in.has("blocks");
    if (named == blocks) {
      in.problem(
          "names",
          named
              ? "a rule has either names or blocks, not both; make two rules of it"
              : "a rule needs either names (a list) or blocks (a regular expression) with parts");
      return null;
    }
    if (named) {
      List<String> names = in.texts("names");
      boolean optional = in.has("optional") && in.flag("optional");
      return in.build(() -> new NamedTensors(names, optional));
    }
    String pattern = in.text("blocks");
    List<List<String>> kinds = kinds(in);
    long first = in.integer("first_block", 0);
    if (first < 0 || first > Integer.MAX_VALUE) {
      in.problem("first_block", "expected a block number, got " + first);
    }
    List<Integer> blockKinds = blockKinds(in);
    return in.build(() -> new BlockTensors(pattern, kinds, (int) first, blockKinds));
  }

  /** Which kind each block is, counted from 1; empty where it is not stated. */
  private static List<Integer> blockKinds(MapReader in) {
    if (!in.has("block_kinds")) {
      return List.of();
    }
    if (!in.has("kinds")) {
      in.problem("block_kinds", "there are no kinds to choose from; list their parts in 'kinds'");
    }
    // A number that no int holds is no kind either.
    return in.items("block_kinds").stream()
        .map(item -> (int) Math.max(0, Math.min(in.integer(item), Integer.MAX_VALUE)))
        .toList();
  }

  /** The parts of blocks that are all alike, or of every kind of block. */
  private static List<List<String>> kinds(MapReader in) {
    return in.has("kinds")
        ? in.items("kinds").stream().map(in::texts).toList()
        : List.of(in.texts("parts"));
  }
}
