package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.hub.fetch.HubClient.Ref;
import org.gradienttransport.jobs.hub.fetch.HubClient.TreeFile;

/** How a family keeps its training steps on the hub, and where they go at the target. */
public sealed interface HubLayout permits NamedSteps, RefLayout {

  /**
   * Pico-LM: a run is one branch, and each step one of its commits, told by its title. The
   * gradients at that commit go to {@code
   * <run>/checkpoints/step_N/learning_dynamics/train_gradients.pt}.
   */
  static HubLayout picoLm() {
    return new NamedSteps(
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
  static HubLayout pythia(WeightFormat format) {
    return new NamedSteps(false, Pattern.compile("step(\\d{1,12})"), "/step", "", format.files());
  }

  /** Which of two formats a step's weights are taken in. */
  enum WeightFormat {
    /** What was uploaded by the trainer, else its later conversion. */
    AUTO,
    BIN,
    SAFETENSORS;

    /** File names, best first. */
    public List<String> files() {
      return switch (this) {
        case AUTO -> List.of("pytorch_model.bin", "model.safetensors");
        case BIN -> List.of("pytorch_model.bin");
        case SAFETENSORS -> List.of("model.safetensors");
      };
    }
  }

  /**
   * Every step the hub has, with the branch, tag or commit that holds it.
   *
   * @throws HubException of kind MISSING when there is none, saying what there is instead
   */
  SortedMap<Long, Ref> steps(HubClient hub, Source source) throws IOException;

  /** The only folder of the repository that matters; "" for its root. */
  String hubFolder();

  /** The folder of one step, relative to the target. */
  String stepFolder(Source source, long step, Ref ref);

  /** Where a file of a step goes, relative to the target. */
  default String place(Source source, long step, Ref ref, String hubPath) {
    return stepFolder(source, step, ref) + "/" + hubPath;
  }

  /**
   * The files of a step that are to be fetched.
   *
   * @param tree what the commit holds in {@link #hubFolder}
   * @throws HubException of kind MISSING when the step's data are not among them
   */
  List<TreeFile> choose(HubClient hub, Source source, long step, Ref ref, List<TreeFile> tree)
      throws IOException;

  /** Whether files an earlier plan chose for a step are what this layout would choose today. */
  boolean accepts(List<RemoteFile> known);

  /** What is there, in a few words for a message about what is not. */
  static String some(String what, List<String> names) {
    int shown = 5;
    String list =
        names.stream().limit(shown).map(HubNames::shown).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "there is no " + what
        : "there are %d such as %s%s"
            .formatted(names.size(), list, names.size() > shown ? ", ..." : "");
  }
}
