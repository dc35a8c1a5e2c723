package org.gradienttransport.jobs.fetch;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pico-LM: a run is one branch, and each step one of its commits, told by its title. The gradients
 * at that commit go to {@code <run>/checkpoints/step_N/learning_dynamics/train_gradients.pt}.
 */
final class PicoLayout implements Layout {
  private static final String GRADIENTS = "learning_dynamics/train_gradients.pt";
  private static final Pattern TITLE =
      Pattern.compile("Saving Learning Dynamics Data \\(train\\) -- Step (\\d{1,12})");

  @Override
  public SortedMap<Long, String> steps(HubClient hub, Source source)
      throws HubException, InterruptedException {
    SortedMap<Long, String> steps = new TreeMap<>();
    for (HubClient.Commit commit : hub.commits(source.repo(), headBranch(source))) {
      Matcher title = TITLE.matcher(commit.title().strip());
      if (title.matches()) {
        // Newest first: when training was resumed and saved a step again, the later save counts.
        steps.putIfAbsent(Long.valueOf(title.group(1)), commit.id());
      }
    }
    return steps;
  }

  @Override
  public String stepFolder(Source source, long step) {
    return source.folder() + "/checkpoints/step_" + step;
  }

  @Override
  public String hubFolder() {
    return "learning_dynamics";
  }

  @Override
  public List<HubClient.TreeFile> choose(
      HubClient hub, Source source, String commit, List<HubClient.TreeFile> files)
      throws HubException {
    for (HubClient.TreeFile file : files) {
      if (file.path().equals(GRADIENTS)) {
        return List.of(file);
      }
    }
    throw new HubException(HubException.Kind.MISSING, "no " + GRADIENTS);
  }

  @Override
  public boolean accepts(List<RemoteFile> known) {
    return known.size() == 1 && known.get(0).hubPath().equals(GRADIENTS);
  }

  @Override
  public String headBranch(Source source) {
    return source.branch().orElse("main");
  }
}
