package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/** Everything that is wrong with one family's file, gathered so that it can be told at once. */
final class Problems {
  private final String file;
  private final List<String> messages = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(YamlNode where, String message) {
    messages.add(where.place() + ": " + message);
  }

  int count() {
    return messages.size();
  }

  void throwIfAny() {
    if (!messages.isEmpty()) {
      throw wrong(
          "%s is not a usable family description; nothing was done. %s%n  - %s"
              .formatted(
                  file,
                  messages.size() == 1 ? "One problem:" : messages.size() + " problems:",
                  String.join(String.format("%n  - "), messages)));
    }
  }

  static JobException wrong(String message) {
    return JobException.configuration(message);
  }

  static JobException wrong(String message, Throwable cause) {
    return new JobException(ExitCode.CONFIGURATION, message, cause);
  }
}
