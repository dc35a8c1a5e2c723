package org.gradienttransport.jobs.hub.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.gradienttransport.jobs.io.Tasks.Retries;

/**
 * How to talk to the hub.
 *
 * @param address scheme, host and port; the API is below it
 * @param token sent to this address alone
 * @param connectTimeout how long a connection may take
 * @param responseTimeout how long the head of an answer may take
 * @param stallTimeout how long a body may pause before the transfer is given up and resumed
 * @param retries when to ask again
 */
public record HubOptions(
    URI address,
    Optional<String> token,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration stallTimeout,
    Retries retries) {

  /** Leaves the token out, so that no log or message can show it. */
  @Override
  public String toString() {
    return "HubOptions[address=" + HubNames.shown(address) + ", retries=" + retries + "]";
  }
}
