package io.sparklancedb.it;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A master and its workers, each a process of its own on the loopback interface, the workers under
 * different addresses: Spark takes them for different machines.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with master spark://");

  private final SparkHome home;

  /** The last one started first, so that workers end their executors before the master goes. */
  private final Deque<ChildProcess> processes = new ArrayDeque<>();

  private String master;

  private StandaloneCluster(SparkHome home) {
    this.home = home;
  }

  /** Returns when all workers, of one core and 1 GiB each, have registered. */
  public static StandaloneCluster start(SparkHome home, int workers) throws InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(home);
    try {
      cluster.startMaster();
      cluster.startWorkers(workers);
      return cluster;
    } catch (InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The installation that its processes run. */
  public SparkHome home() {
    return home;
  }

  /** The address for {@code --master}. */
  public String master() {
    return master;
  }

  /** The executors that its workers have started and that are alive. */
  public List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(ChildProcess::descendants)
        .filter(child -> child.info().commandLine().orElse("").contains(EXECUTOR))
        .toList();
  }

  /** Ends one of its executors as {@code kill -9} does. */
  public void killExecutor(long processId) {
    ProcessHandle executor =
        executors().stream()
            .filter(handle -> handle.pid() == processId)
            .findFirst()
            .orElseThrow(() -> new AssertionError(processId + " is no executor of the cluster"));
    executor.destroyForcibly();
    executor.onExit().join();
  }

  /** Waits until all executors have ended by themselves, as they do when their driver is gone. */
  public void awaitNoExecutors() {
    Poll.until("no executor is alive", () -> executors().isEmpty());
  }

  @Override
  public void close() {
    while (!processes.isEmpty()) {
      processes.pop().close();
    }
  }

  private void startMaster() throws InterruptedException {
    ChildProcess process = startDaemon("master.Master", "127.0.0.1", "--port", "0");
    master = process.awaitLine(MASTER, START).group(1);
  }

  private void startWorkers(int workers) throws InterruptedException {
    List<ChildProcess> started = new ArrayList<>();
    for (int i = 1; i <= workers; i++) {
      started.add(
          startDaemon("worker.Worker", "127.0.0." + i, "--cores", "1", "--memory", "1g", master));
    }
    for (ChildProcess worker : started) {
      worker.awaitLine(REGISTERED, START);
    }
  }

  private ChildProcess startDaemon(String mainClass, String host, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--host", host, "--webui-port", "0"));
    arguments.addAll(List.of(options));
    ChildProcess process = home.start("org.apache.spark.deploy." + mainClass, arguments);
    processes.push(process);
    return process;
  }
}
