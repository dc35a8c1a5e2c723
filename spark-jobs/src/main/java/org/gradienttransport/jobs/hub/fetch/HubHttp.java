package org.gradienttransport.jobs.hub.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.hub.fetch.HubException.Kind;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.io.Tasks.Attempt;
import org.gradienttransport.jobs.io.Tasks.Judge;

/** One GET: follows redirects, keeps the token at home, and turns status codes into kinds. */
final class HubHttp {
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern RANGE =
      Pattern.compile("(?i)^bytes (\\d{1,18})-(?:\\d{1,18}/(\\d{1,18})$)?");

  private final HubOptions options;
  private final Timing timing;
  private final Courtesy courtesy;
  private final HttpClient client;

  HubHttp(HubOptions options, Timing timing) {
    this.options = options;
    this.timing = timing;
    this.courtesy = new Courtesy(options.retries(), timing);
    this.client =
        HttpClient.newBuilder()
            // Redirects are followed here, because the token must not follow them to another host.
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .proxy(ProxySelector.getDefault())
            .build();
  }

  /**
   * An answer with its body still to be read, and closed, by the caller.
   *
   * @param etag of the content, "" when the hub gave none
   * @param firstByte where in the file the body begins: 0 when the range was not honoured
   * @param ranged whether the body is the range that was asked for
   */
  record Answer(InputStream body, HttpHeaders headers, String etag, long firstByte, boolean ranged)
      implements AutoCloseable {
    /** Of a range, that the file it is of has the size that was listed, where the server tells. */
    void requireSize(long listed) throws HubException {
      Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
      if (range.find() && range.group(2) != null && Long.parseLong(range.group(2)) != listed) {
        throw new HubException(
            Kind.BAD_DATA,
            "has " + range.group(2) + " bytes in place of the " + listed + " listed");
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Asks time and again, as the options say, until something is answered. */
  <R> R asked(URI address, Attempt<R> attempt, Judge<HubException> judge) throws IOException {
    return options
        .retries()
        .run(address.toString(), timing.sleeper(), HubException.class, attempt, judge);
  }

  /** The same of what begins anew with each attempt. */
  <R> R asked(URI address, Attempt<R> attempt) throws IOException {
    return asked(address, attempt, failure -> failure.verdict(false));
  }

  /** Asks once for the bytes of a file from position {@code from} on. */
  Answer get(URI address, long from) throws HubException {
    return get(address, from, from > 0 ? Optional.of("bytes=" + from + "-") : Optional.empty());
  }

  /** Asks once for {@code count} bytes of a file from position {@code from} on. */
  Answer range(URI address, long from, long count) throws HubException {
    return get(address, from, Optional.of("bytes=" + from + "-" + (from + count - 1)));
  }

  private Answer get(URI address, long from, Optional<String> range) throws HubException {
    URI current = address;
    String linkedEtag = null;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(current, range);
      if (linkedEtag == null) {
        // The hub names the content's own hash on its redirect; the storage behind it may not.
        linkedEtag = response.headers().firstValue("X-Linked-Etag").orElse(null);
      }
      if (!REDIRECTS.contains(response.statusCode())) {
        return answer(response, current, address, from, linkedEtag);
      }
      current = redirect(response, current);
    }
    throw new HubException(
        Kind.REFUSED,
        HubNames.shown(address) + " was redirected more than " + MOST_REDIRECTS + " times");
  }

  private HttpResponse<InputStream> send(URI address, Optional<String> range) throws HubException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(options.responseTimeout())
            .header("User-Agent", "gradient-transport")
            // A compressed body would make ranges and sizes meaningless.
            .header("Accept-Encoding", "identity");
    range.ifPresent(bytes -> request.header("Range", bytes));
    if (options.token().isPresent() && sameOrigin(address, options.address())) {
      request.header("Authorization", "Bearer " + options.token().get());
    }
    courtesy.await();
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new HubException(Kind.UNREACHABLE, "no connection to " + HubNames.shown(address), e);
    } catch (IOException e) {
      throw new HubException(
          Kind.BROKEN, "no answer from " + HubNames.shown(address) + ": " + e, e);
    } catch (InterruptedException e) {
      throw Tasks.interrupted(e);
    }
  }

  private static URI redirect(HttpResponse<InputStream> response, URI from) throws HubException {
    closeQuietly(response);
    String location = response.headers().firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException(Kind.REFUSED, HubNames.shown(from) + " redirects to no address", e);
    }
    boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
    if (location.isEmpty() || downgrade || !isHttp(to)) {
      throw new HubException(
          Kind.REFUSED,
          HubNames.shown(from) + " redirects to " + HubNames.shown(to) + ", which is not followed");
    }
    return to;
  }

  private Answer answer(
      HttpResponse<InputStream> response, URI address, URI first, long from, String linkedEtag)
      throws HubException {
    int status = response.statusCode();
    if (status == 200 || status == 206) {
      courtesy.answered();
      String etag =
          linkedEtag != null ? linkedEtag : response.headers().firstValue("ETag").orElse("");
      long firstByte = status == 200 ? 0 : rangeStart(response, address);
      if (firstByte != 0 && firstByte != from) {
        closeQuietly(response);
        throw new HubException(
            Kind.BROKEN,
            HubNames.shown(address) + " sent bytes from " + firstByte + " instead of " + from);
      }
      InputStream body = new WatchedBody(response.body(), options.stallTimeout());
      return new Answer(body, response.headers(), etag, firstByte, status == 206);
    }
    closeQuietly(response);
    String what = HubNames.shown(address) + " answered " + status;
    boolean elsewhere = !sameOrigin(address, options.address());
    throw switch (status) {
      case 404, 410 -> new HubException(Kind.MISSING, what + " (not there)");
      case 401, 403 ->
          // Elsewhere it is a signed address that expired; asking the hub again brings a new one.
          elsewhere
              ? new HubException(Kind.BROKEN, what)
              : new HubException(
                  Kind.MISSING, what + " (not there, or it needs a token that may read it)");
      case 416 -> new HubException(Kind.RANGE, what);
      case 429 -> {
        Duration asked = retryAfter(response);
        courtesy.refused(first, Optional.ofNullable(asked));
        yield new HubException(Kind.BUSY, what, asked, null);
      }
      case 408, 425, 500, 502, 503, 504 ->
          new HubException(Kind.BUSY, what, retryAfter(response), null);
      default -> new HubException(Kind.REFUSED, what);
    };
  }

  private static long rangeStart(HttpResponse<InputStream> response, URI address)
      throws HubException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher match = RANGE.matcher(range);
    if (match.find()) {
      return Long.parseLong(match.group(1));
    }
    closeQuietly(response);
    throw new HubException(
        Kind.REFUSED,
        HubNames.shown(address) + " sent the Content-Range '" + HubNames.shown(range) + "'");
  }

  /** Seconds or a date (RFC 9110, 10.2.3); null when there is none that can be read. */
  private Duration retryAfter(HttpResponse<InputStream> response) {
    String value = response.headers().firstValue("Retry-After").orElse("").strip();
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      ZonedDateTime when = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(timing.wall().instant(), when.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static void closeQuietly(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      // The connection is given up either way; the status already says what happened.
    }
  }

  private static boolean isHttp(URI address) {
    return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
        && address.getHost() != null;
  }

  static boolean sameOrigin(URI a, URI b) {
    return origin(a).equals(origin(b));
  }

  private static String origin(URI address) {
    int usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    int port = address.getPort() >= 0 ? address.getPort() : usual;
    return (address.getScheme() + "://" + address.getHost() + ":" + port).toLowerCase(Locale.ROOT);
  }
}
