package io.plimsoll.local.cli;

import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.auth.Scopes;
import io.plimsoll.core.config.Durations;
import io.plimsoll.local.keys.KeyStore;
import io.plimsoll.local.keys.NewKey;
import io.plimsoll.local.server.ServerException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a key, and shows it this once. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a key and shows it, this once: only its hash is stored.")
final class KeysCreateCommand implements Callable<Integer> {
  private static final int MAX_TEXT = 200;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeysCommand.Common common = new KeysCommand.Common();

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      required = true,
      description = "What it is for, such as \"web shop, production\".")
  private String name = "";

  @Option(
      names = "--tenant",
      paramLabel = "TEXT",
      description = "What :tenant is in the SQL of the catalog. Default: of no tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--scope",
      paramLabel = "NAME",
      split = ",",
      description = "What it may do, such as articles:read; several possible. Default: none.")
  private List<String> scopes = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N/TIME",
      description = "How many requests in how long, such as 100/1s. Default: the service's.")
  private @Nullable String rate;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description =
          "When it ends: in 90d, 12h, or at 2027-01-31T00:00:00Z. Default: never, until revoked.")
  private @Nullable String expires;

  @Override
  public Integer call() {
    NewKey wanted = wanted();
    KeyStore.Made made = common.with(keys -> keys.create(wanted));
    KeysCommand.Line line = KeysCommand.Line.of(made.row());
    PrintWriter out = spec.commandLine().getOut();
    if (common.json) {
      out.println(StateFolder.json(Map.of("key", made.key().text(), "about", line)));
    } else {
      out.println(made.key().text());
      out.println();
      out.println(line.text());
      out.println("Keep it now: it is not stored and cannot be shown again. Use it as");
      out.println("  curl -H 'Authorization: Bearer <key>' …");
    }
    out.flush();
    return 0;
  }

  private NewKey wanted() {
    text("--name", name);
    Optional.ofNullable(tenant).ifPresent(text -> text("--tenant", text));
    scopes.stream()
        .filter(scope -> !Scopes.isName(scope))
        .findFirst()
        .ifPresent(scope -> {
          throw new ServerException(
              "--scope must be %s, was \"%s\"".formatted(Scopes.DESCRIPTION, scope));
        });
    return new NewKey(
        name,
        Optional.ofNullable(tenant),
        scopes.stream().distinct().toList(),
        Optional.ofNullable(rate).map(KeysCreateCommand::rate),
        Optional.ofNullable(expires).map(KeysCreateCommand::end));
  }

  private static void text(String option, String value) {
    if (value.isBlank() || value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
      throw new ServerException(
          "%s must have 1 to %d characters, had %d".formatted(option, MAX_TEXT, value.length()));
    }
  }

  private static Rate rate(String text) {
    return Rate.parse(text)
        .orElseThrow(() ->
            new ServerException(
                "--rate must be such as 100/1s or 5000/1h, at most of a day, was \"%s\""
                    .formatted(text)));
  }

  private static Instant end(String text) {
    Instant end = Durations.parse(text).map(Instant.now()::plus).orElseGet(() -> instant(text));
    if (!end.isAfter(Instant.now())) {
      throw new ServerException("--expires is not in the future: \"%s\"".formatted(text));
    }
    return end;
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new ServerException(
          "--expires must be such as 90d or 2027-01-31T00:00:00Z, was \"%s\"".formatted(text), e);
    }
  }
}
