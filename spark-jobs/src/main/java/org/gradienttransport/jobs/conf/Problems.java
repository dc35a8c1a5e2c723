package org.gradienttransport.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;

/** Everything that is wrong with one description, gathered so that it can be told at once. */
public final class Problems {
  private final String subject;
  private final String file;
  private final List<String> messages = new ArrayList<>();

  Problems(String subject, String file) {
    this.subject = subject;
    this.file = file;
  }

  public void add(YamlNode where, String message) {
    messages.add(where.place() + ": " + message);
  }

  public int count() {
    return messages.size();
  }

  public void throwIfAny() {
    if (!messages.isEmpty()) {
      throw JobException.configuration(
          "%s is not a usable %s description; nothing was done. %s%n  - %s"
              .formatted(
                  file,
                  subject,
                  messages.size() == 1 ? "One problem:" : messages.size() + " problems:",
                  String.join(String.format("%n  - "), messages)));
    }
  }

  public static JobException wrong(String message, Throwable cause) {
    return new JobException(ExitCode.CONFIGURATION, message, cause);
  }
}
