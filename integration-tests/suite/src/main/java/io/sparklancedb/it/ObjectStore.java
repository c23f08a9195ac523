package io.sparklancedb.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A server that speaks S3, S3Proxy, in a process of its own on this machine; what it stores lies in
 * a folder, a bucket being a folder in that.
 */
public record ObjectStore(ChildProcess process, int port, Path folder) implements AutoCloseable {
  public static final String ACCESS_KEY = "AKIAOBJECTSTORE0001";
  public static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static final Duration START = Duration.ofMinutes(1);

  /** Starts it, with one bucket. */
  public static ObjectStore start(Path folder, String bucket)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.createDirectory(data.resolve(bucket));
    int port = freePort();
    Path settings = folder.resolve("s3proxy.conf");
    Files.write(
        settings,
        List.of(
            "s3proxy.endpoint=http://127.0.0.1:" + port,
            "s3proxy.authorization=aws-v4",
            "s3proxy.identity=" + ACCESS_KEY,
            "s3proxy.credential=" + SECRET_KEY,
            "jclouds.provider=filesystem-nio2",
            "jclouds.filesystem.basedir=" + data));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dlogback.configurationFile=" + log(folder),
            "-cp",
            Files.readString(Path.of(SparkLine.property("line.s3.server"))).strip(),
            "org.gaul.s3proxy.Main",
            "--properties",
            settings.toString());
    ChildProcess process = ChildProcess.start(command, Map.of(), folder);
    process.awaitLine(Pattern.compile("Started .*Connector.*" + port), START);
    return new ObjectStore(process, port, data);
  }

  /** What Lance has to be told to reach it, each to be written after {@code storage_options.}. */
  public Map<String, String> storageOptions() {
    return Map.of(
        "aws_endpoint",
        "http://127.0.0.1:" + port,
        "allow_http",
        "true",
        "aws_region",
        "us-east-1",
        "aws_access_key_id",
        ACCESS_KEY,
        "aws_secret_access_key",
        SECRET_KEY,
        "virtual_hosted_style_request",
        "false");
  }

  /** What it holds below a bucket or a prefix in it, past its own protocol. */
  public List<String> names(String prefix) {
    return new FileTree(folder.resolve(prefix)).names();
  }

  @Override
  public void close() {
    process.close();
  }

  /** Without it the server tells all that it does. */
  private static Path log(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%level %logger{0} %msg%n</pattern></encoder>
          </appender>
          <root level="info"><appender-ref ref="out"/></root>
        </configuration>
        """);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
