package io.plimsoll.api.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Every kind of problem there is (RFC 9457, section 4). The code never changes its meaning; its
 * page is served at {@link #uri()}.
 */
public enum ProblemType {
  BAD_REQUEST(
      400,
      Of.ANY,
      "Bad request",
      "The request is not well-formed HTTP, or its path or query string is not percent-encoded UTF-8.",
      "Correct the request as the detail says. Sent again unchanged it gets the same answer."),
  INVALID_PARAMETERS(
      400,
      Of.ANY,
      "Invalid parameters",
      "Parameters are missing, unknown, given twice, or not of the type and within the limits that"
          + " the query or write declares. invalid-params names every one of them, with what was"
          + " expected and what was given.",
      "Correct all of them; /docs shows what is taken."),
  BAD_JSON(
      400,
      Of.WRITE,
      "Bad JSON",
      "The body is not exactly one JSON object in UTF-8, names a member twice, or is nested too"
          + " deeply.",
      "Send one JSON object (RFC 8259) and nothing after it."),
  TOKEN_INVALID(
      400,
      Of.READ,
      "Not a token",
      "Plimsoll-After is not one token that this service has given.",
      "Send the value of one Plimsoll-Token as it came, or leave the header out."),
  CURSOR_INVALID(
      400,
      Of.READ,
      "Not a cursor",
      "The cursor is not one of this list: it was made up or cut, is of another list, or of this one"
          + " before its query changed.",
      "Begin again with the link rel=first, and take each next cursor as it came."),
  TOKEN_INCARNATION(
      400,
      Of.READ,
      "Token of a lost history",
      "The database has lost or replaced its history since the token's write: it was restored or"
          + " rewound.",
      "Drop the token, and find out whether the write is still there."),
  TOKEN_UNSUPPORTED(
      400,
      Of.READ,
      "No token for a stream",
      "An event stream was asked for with Plimsoll-After.",
      "Leave the header out: a stream sends every change anyway."),
  IDEMPOTENCY_KEY_INVALID(
      400,
      Of.WRITE,
      "Not an idempotency key",
      "Idempotency-Key is not one string of 1 to 255 printable ASCII characters.",
      "Send one key in double quotes, such as a UUID."),
  IF_MATCH_INVALID(
      400,
      Of.WRITE,
      "Not entity tags",
      "If-Match is neither * nor a list of ETags in double quotes.",
      "Send the ETag of the answer that you change as it came."),
  IF_MATCH_UNSUPPORTED(
      400,
      Of.WRITE,
      "No precondition for this write",
      "The catalog states no query that If-Match of this write could be about. Nothing was written.",
      "Leave the header out, or have the catalog state a query (if-match)."),
  ORIGIN_REJECTED(
      400,
      Of.ANY,
      "Value refused",
      "The database refuses a value: it is out of range, or violates a constraint.",
      "Change the value. Sent again unchanged it gets the same answer."),
  KEY_MALFORMED(
      400,
      Of.ANY,
      "Not one API key",
      "Authorization was given more than once, or without a key.",
      "Send the field once: Bearer, a space, the API key."),
  KEY_MISSING(
      401,
      Of.ANY,
      "API key needed",
      "The service asks for an API key, and the request has none.",
      "Send Authorization: Bearer and the key. The operator makes one with ./plimsoll keys create."),
  KEY_INVALID(
      401,
      Of.ANY,
      "API key does not hold",
      "The API key is unknown, was revoked, or has expired. Which one is not told.",
      "Use another key, or have one made."),
  SCOPE_MISSING(
      403,
      Of.ANY,
      "Not allowed",
      "The API key holds, but does not have the scope that this query or write asks for; the detail"
          + " names it.",
      "Use a key with this scope, or have one made."),
  TENANT_MISSING(
      403,
      Of.ANY,
      "No tenant",
      "This query or write is about the rows of one tenant, and the API key is of none, or of one"
          + " whose name is not of the type that the database has for tenants.",
      "Use a tenant's key."),
  NO_SUCH_PATH(
      404,
      Of.NO_OPERATION,
      "No such path",
      "Nothing is served at this path.",
      "Look for the path in /docs. Paths are compared exactly, with their case and slashes."),
  NO_SUCH_ROW(
      404,
      Of.ANY,
      "Not found",
      "The path is right, and the database has no such row.",
      "Nothing, unless the row should be there; when it appears, the answer changes at once."),
  METHOD_NOT_ALLOWED(
      405,
      Of.NO_OPERATION,
      "Method not allowed",
      "The path is served, but not for this method. Allow says which it takes.",
      "Use one of the methods in Allow."),
  REQUEST_TIMEOUT(
      408,
      Of.ANY,
      "Request too slow",
      "The request did not arrive whole in the time it has. The connection is closed.",
      "Send it again on a new connection."),
  ORIGIN_CONFLICT(
      409,
      Of.WRITE,
      "Conflict",
      "The change conflicts with what is stored: a key is taken, or a row it refers to is not there.",
      "Read what is there, and decide anew."),
  IDEMPOTENCY_KEY_IN_USE(
      409,
      Of.WRITE,
      "The first request is under way",
      "A request with this Idempotency-Key came before and has not ended yet.",
      "Try again after the seconds in Retry-After: the answer is the first request's."),
  IF_MATCH_FAILED(
      412,
      Of.WRITE,
      "Changed meanwhile",
      "The answer is not the one that If-Match names any more, or there is none. Nothing was written.",
      "Read it again, and decide anew."),
  BODY_TOO_LARGE(
      413,
      Of.WRITE,
      "Body too large",
      "The body has more bytes than the service takes (http.max-body).",
      "Send less, or have the limit raised."),
  URI_TOO_LONG(
      414,
      Of.ANY,
      "URI too long",
      "The request line has more bytes than the service takes. The connection is closed.",
      "Shorten the path or the query string; ask for a long list in several requests."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      Of.WRITE,
      "Unsupported media type",
      "The body is not application/json in UTF-8, or it is encoded.",
      "Send the body as it is with Content-Type: application/json."),
  IDEMPOTENCY_KEY_REUSED(
      422,
      Of.WRITE,
      "Idempotency key of another request",
      "This Idempotency-Key came with another request before. Nothing was written.",
      "Choose a new key for each new request, and the same one for its retries only."),
  IF_MATCH_REQUIRED(
      428,
      Of.WRITE,
      "Precondition required",
      "The catalog wants If-Match with this write. Nothing was written.",
      "Send If-Match with the ETag of the answer that you change."),
  HEADERS_TOO_LARGE(
      431,
      Of.ANY,
      "Headers too large",
      "The header fields have more bytes than the service takes. The connection is closed.",
      "Send fewer or smaller header fields."),
  RATE_LIMITED(
      429,
      Of.ANY,
      "Too many requests",
      "The API key, or the address that the request comes from, has asked too often. RateLimit-Policy"
          + " says how often it may.",
      "Ask again after the seconds in Retry-After, and no faster than RateLimit-Policy says."),
  INTERNAL(
      500,
      Of.ANY,
      "Internal error",
      "The service has failed. Its log says why.",
      "Report it. Sending the request again may or may not help."),
  ORIGIN_BROKEN(
      500,
      Of.ANY,
      "Statement failed",
      "The catalog's SQL fails on the database as it is. The log of the service says why.",
      "Report it: the catalog or the schema has to be mended."),
  NO_WRITER(
      503,
      Of.WRITE,
      "Writes are off",
      "The service has no role to write with (postgres.writer-user).",
      "Write elsewhere, or have a role configured."),
  LIVE_STREAMS_EXHAUSTED(
      503,
      Of.READ,
      "Too many streams",
      "The instance has as many event streams open as it may (live.streams).",
      "Try again after the seconds in Retry-After, or ask without text/event-stream."),
  ORIGIN_UNAVAILABLE(
      503,
      Of.ANY,
      "Database unavailable",
      "The database cannot be asked, and what is cached is not proven to be fresh enough.",
      "Try again after the seconds in Retry-After."),
  OVERLOADED(
      503,
      Of.ANY,
      "Overloaded",
      "More is asked of the database than it can answer in time, so it was not asked at all; nothing was done.",
      "Try again after the seconds in Retry-After, with fewer requests at once."),
  TOKEN_AHEAD(
      503,
      Of.READ,
      "Write not visible",
      "The database does not show the write of the token yet.",
      "Try again after the seconds in Retry-After."),
  ORIGIN_TIMEOUT(
      504,
      Of.ANY,
      "Database too slow",
      "The statement took longer than it may, and was cancelled.",
      "Ask for less, or later. Of a write: see whether it has been done before it is sent again.");

  /** Where the pages are. */
  public static final String PATH = "/problems/";

  /** What may be answered with a problem. */
  public enum Of {
    READ,
    WRITE,
    /** Reads and writes. */
    ANY,
    /** Only requests that are for no query and no write of the catalog. */
    NO_OPERATION
  }

  private final int status;
  private final Of of;
  private final String title;
  private final String meaning;
  private final String remedy;

  ProblemType(int status, Of of, String title, String meaning, String remedy) {
    this.status = status;
    this.of = of;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Its name in logs and metrics: {@code no-such-row}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its {@code type}, relative to the service: {@code /problems/no-such-row}. */
  public String uri() {
    return PATH + code();
  }

  /** The HTTP status that it is sent with. */
  public int status() {
    return status;
  }

  /** The same for every occurrence. */
  public String title() {
    return title;
  }

  /** What has happened. */
  public String meaning() {
    return meaning;
  }

  /** What the client should do. */
  public String remedy() {
    return remedy;
  }

  /** Those that a read can be answered with. */
  public static List<ProblemType> ofReads() {
    return of(Of.READ);
  }

  /** Those that a write can be answered with. */
  public static List<ProblemType> ofWrites() {
    return of(Of.WRITE);
  }

  private static List<ProblemType> of(Of operation) {
    return Arrays.stream(values()).filter(t -> t.of == operation || t.of == Of.ANY).toList();
  }
}
