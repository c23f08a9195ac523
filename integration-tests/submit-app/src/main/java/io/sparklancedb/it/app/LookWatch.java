package io.sparklancedb.it.app;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Passes a point as soon as a thread of an executor looks for written keys: {@link #IN_TASK} in the
 * task that has written them, {@link #IN_JOB} in a job of the commit. The thread does not wait.
 */
public final class LookWatch implements SparkPlugin {
  /** The folder of the signals. */
  public static final String FOLDER = "spark.test.signals";

  public static final String IN_TASK = "looking-in-task";
  public static final String IN_JOB = "looking-in-job";

  private static final Map<String, String> CLASSES =
      Map.of("TaskMerge", IN_TASK, "LocatePiece", IN_JOB);

  private static final long BETWEEN_LOOKS_NANOS = 2_000_000;

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Watch();
  }

  private static final class Watch implements ExecutorPlugin {
    private Signals signals;

    @Override
    public void init(PluginContext context, Map<String, String> settings) {
      signals = new Signals(context.conf().get(FOLDER));
      Thread thread = new Thread(this::run, "look watch");
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      for (String seen = ""; ; LockSupport.parkNanos(BETWEEN_LOOKS_NANOS)) {
        for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
          String point = pointIn(stack);
          if (!point.isEmpty() && !point.equals(seen)) {
            signals.pass(point);
            seen = point;
          }
        }
      }
    }

    private static String pointIn(StackTraceElement... stack) {
      return Arrays.stream(stack)
          .map(StackTraceElement::getClassName)
          .map(name -> CLASSES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ""))
          .filter(point -> !point.isEmpty())
          .findFirst()
          .orElse("");
    }
  }
}
