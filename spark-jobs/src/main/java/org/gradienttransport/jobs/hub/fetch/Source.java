package org.gradienttransport.jobs.hub.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One repository to fetch from, written {@code OWNER/NAME[@BRANCH][=FOLDER]}; with {@code
 * datasets/} before it where it is a dataset.
 *
 * @param repo owner/name on the hub
 * @param branch the branch whose commits are the steps, where the layout has one
 * @param folder where its files go below the target
 */
public record Source(String repo, Optional<String> branch, String folder) {
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}";
  private static final Pattern SYNTAX =
      Pattern.compile(
          "((?:datasets/)?(?:" + NAME + "/)?(" + NAME + "))(?:@([^=@\\s]+))?(?:=([^=\\s]+))?");

  /**
   * Reads the text of an option.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static Source parse(String text) {
    Matcher match = SYNTAX.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + HubNames.shown(text) + "' is not OWNER/NAME[@BRANCH][=FOLDER]");
    }
    Optional<String> branch = Optional.ofNullable(match.group(3));
    String folder = match.group(4) != null ? match.group(4) : branch.orElse(match.group(2));
    Optional<String> objection =
        folder.split("/", -1)[0].equals(FetchTarget.STATE_FOLDER)
            ? Optional.of("is kept for the manifest; choose another")
            : HubNames.objectionTo(folder);
    if (objection.isPresent()) {
      throw new IllegalArgumentException(
          "the folder '" + HubNames.shown(folder) + "' of --repo " + objection.get());
    }
    return new Source(match.group(1), branch, folder);
  }

  /** The branch whose newest commit holds what belongs to the whole run. */
  String headBranch() {
    return branch.orElse("main");
  }
}
