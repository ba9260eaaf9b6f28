package io.plimsoll.core.service;

import io.plimsoll.core.config.ConfigException;
import io.plimsoll.core.config.ConfigLoader;
import io.plimsoll.core.config.EffectiveConfig;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame of every service's {@code main}: reads the configuration, starts, waits for the end.
 * Wrong configuration and a busy port are lines on stderr and exit code 2, other failures 1.
 */
public final class ServiceMain {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private ServiceMain() {}

  /** Wires and starts a service. */
  @FunctionalInterface
  public interface Start<R extends Record> {
    /**
     * Starts everything and registers it to be closed; returns when it runs.
     *
     * @throws ConfigException for what the operator can mend
     */
    void start(R config, Lifecycle lifecycle) throws Exception;
  }

  /** Runs a service until the process is told to end; does not return before. */
  public static <R extends Record> void run(
      String service, Class<R> type, String[] args, Start<R> start) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> endOn(thread, failure, Runtime.getRuntime()::exit));
    int code = run(service, type, List.of(args), System.getenv(), System.out, System.err, start);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * A service that has lost a thread would look alive and do nothing: whoever runs it starts it
   * again. The exit has a thread of its own, because closing the parts may wait for the one that
   * dies.
   */
  static void endOn(Thread thread, Throwable failure, IntConsumer exit) {
    LOG.atError()
        .addKeyValue("code", "thread-died")
        .addKeyValue("died", thread.getName())
        .setCause(failure)
        .log("a thread has ended by an exception; the process ends too");
    Thread.ofPlatform().name("exit").daemon(false).start(() -> exit.accept(FAILED));
  }

  static <R extends Record> int run(
      String service,
      Class<R> type,
      List<String> args,
      Map<String, String> env,
      PrintStream out,
      PrintStream err,
      Start<R> start) {
    boolean print = args.contains("--print-config");
    List<String> rest = args.stream().filter(arg -> !arg.equals("--print-config")).toList();
    try {
      R config = ConfigLoader.load(type, rest, env);
      if (print) {
        out.print(EffectiveConfig.print(config));
        return 0;
      }
      return start(service, config, start, err);
    } catch (ConfigException e) {
      e.lines().forEach(line -> err.println(service + ": " + line));
      return WRONG_USE;
    }
  }

  private static <R extends Record> int start(
      String service, R config, Start<R> start, PrintStream err) {
    try (Lifecycle lifecycle = new Lifecycle()) {
      lifecycle.closeAtExit();
      start.start(config, lifecycle);
      LOG.atInfo().addKeyValue("service", service).log("started");
      lifecycle.await();
      return 0;
    } catch (ConfigException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (Exception e) {
      if (cannotListen(e)) {
        err.println(service + ": " + e.getMessage());
        return WRONG_USE;
      }
      LOG.atError().addKeyValue("code", "start-failed").setCause(e).log("could not start");
      return FAILED;
    }
  }

  private static boolean cannotListen(Exception e) {
    return e instanceof BindException
        || (e instanceof UncheckedIOException && e.getCause() instanceof BindException);
  }
}
