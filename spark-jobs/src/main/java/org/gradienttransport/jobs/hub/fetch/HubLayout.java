package org.gradienttransport.jobs.hub.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.hub.fetch.HubClient.TreeFile;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;

/**
 * How a family keeps its training steps on the hub, and where they go at the target.
 *
 * @param stepsAreCommits whether steps are commits of one branch, told by their titles, or branches
 * @param stepName matches a step's title or branch, and finds its number
 * @param stepFolder what comes before the number in a step's folder at the target
 * @param hubFolder the only folder of the repository that matters; "" for its root
 * @param files names of a step's files, best first; each may also have an index and shards
 */
public record HubLayout(
    boolean stepsAreCommits,
    Pattern stepName,
    String stepFolder,
    String hubFolder,
    List<String> files) {
  private static final int LARGEST_INDEX = 16 << 20;

  /**
   * Pico-LM: a run is one branch, and each step one of its commits, told by its title. The
   * gradients at that commit go to {@code
   * <run>/checkpoints/step_N/learning_dynamics/train_gradients.pt}.
   */
  public static HubLayout picoLm() {
    return new HubLayout(
        true,
        Pattern.compile("Saving Learning Dynamics Data \\(train\\) -- Step (\\d{1,12})"),
        "/checkpoints/step_",
        "learning_dynamics",
        List.of("learning_dynamics/train_gradients.pt"));
  }

  /**
   * Pythia and PolyPythias: each step is a branch {@code stepN}. Its weights go to {@code
   * <model>/stepN/}, as one file or as an index and the shards it names.
   */
  public static HubLayout pythia(WeightFormat format) {
    return new HubLayout(false, Pattern.compile("step(\\d{1,12})"), "/step", "", format.files());
  }

  /** Which of two formats a step's weights are taken in. */
  public enum WeightFormat {
    /** What was uploaded by the trainer, else its later conversion. */
    AUTO,
    BIN,
    SAFETENSORS;

    private List<String> files() {
      return switch (this) {
        case AUTO -> List.of("pytorch_model.bin", "model.safetensors");
        case BIN -> List.of("pytorch_model.bin");
        case SAFETENSORS -> List.of("model.safetensors");
      };
    }
  }

  /** Every step the hub has, with the commit that holds it. */
  SortedMap<Long, String> steps(HubClient hub, Source source) throws IOException {
    List<HubClient.Ref> all =
        stepsAreCommits
            ? hub.commits(source.repo(), source.headBranch())
            : hub.branches(source.repo());
    SortedMap<Long, String> steps = new TreeMap<>();
    for (HubClient.Ref ref : all) {
      Matcher step = stepName.matcher(ref.name().strip());
      if (step.matches()) {
        // Newest first: when training was resumed and saved a step again, the later save counts.
        steps.putIfAbsent(Long.valueOf(step.group(1)), ref.commit());
      }
    }
    return steps;
  }

  /** The folder of one step, relative to the target. */
  String stepFolder(Source source, long step) {
    return source.folder() + stepFolder + step;
  }

  /**
   * The files of a step that are to be fetched.
   *
   * @param tree what the commit holds in {@link #hubFolder}
   * @throws HubException of kind MISSING when the step's data are not among them
   */
  List<TreeFile> choose(HubClient hub, Source source, String commit, List<TreeFile> tree)
      throws IOException {
    Map<String, TreeFile> byName =
        tree.stream().collect(Collectors.toMap(TreeFile::path, Function.identity(), (a, b) -> b));
    for (String name : files) {
      if (byName.containsKey(name)) {
        return List.of(byName.get(name));
      }
      TreeFile index = byName.get(name + ".index.json");
      if (index != null) {
        return withShards(hub, source, commit, index, byName);
      }
    }
    throw new HubException(
        Kind.MISSING, "no " + String.join(", no ", files) + (stepsAreCommits ? "" : ", no index"));
  }

  /** Whether files an earlier plan chose for a step are what this layout would choose today. */
  boolean accepts(List<RemoteFile> known) {
    return known.stream()
        .map(file -> file.hubPath().replaceFirst("\\.index\\.json$", ""))
        .anyMatch(files::contains);
  }

  private static List<TreeFile> withShards(
      HubClient hub, Source source, String commit, TreeFile index, Map<String, TreeFile> byName)
      throws IOException {
    if (index.size() > LARGEST_INDEX) {
      throw bad(index.path() + " has " + index.size() + " bytes, too many for an index");
    }
    List<TreeFile> chosen = new ArrayList<>(List.of(index));
    String text = hub.read(hub.address(source.repo(), commit, index.path()));
    for (String shard : shards(index.path(), text)) {
      TreeFile file = byName.get(shard);
      if (file == null) {
        throw new HubException(
            Kind.MISSING,
            index.path() + " names the shard '" + HubNames.shown(shard) + "', which is not there");
      }
      chosen.add(file);
    }
    return chosen;
  }

  private static SortedSet<String> shards(String index, String text) throws HubException {
    JsonNode all;
    try {
      all = new ObjectMapper().readTree(text).path("weight_map");
    } catch (JsonProcessingException e) {
      throw bad(index + " is not JSON");
    }
    SortedSet<String> shards = new TreeSet<>();
    for (JsonNode name : all) {
      String shard = name.asText();
      if (HubNames.objectionTo(shard).isPresent() || shard.contains("/")) {
        throw bad(index + " names the shard '" + HubNames.shown(shard) + "', no plain file name");
      }
      shards.add(shard);
    }
    if (shards.isEmpty()) {
      throw bad(index + " has no weight_map");
    }
    return shards;
  }

  private static HubException bad(String message) {
    return new HubException(Kind.BAD_DATA, message);
  }
}
