package io.sparklancedb.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands before an object store and passes requests on to it, byte for byte so that they stay
 * signed, or does harm to some. Each request has a connection of its own.
 */
public final class FaultProxy implements AutoCloseable {
  /** What happens to a request. */
  public enum Harm {
    NONE,
    /** Not passed on: 503. */
    SLOW_DOWN,
    /** Not passed on: 403. */
    DENY,
    /** Not passed on: 500. */
    SERVER_ERROR,
    /** Not passed on: the connection is reset when half of it has been read. */
    CUT_REQUEST,
    /** Done, but the connection is reset in the middle of the answer. */
    CUT_ANSWER,
    /** Done, but the connection is reset before the answer. */
    LOSE_ANSWER
  }

  /**
   * A request's first line.
   *
   * @param target the path and the query
   */
  public record Request(String method, String target) {
    public boolean isPutOf(String part) {
      return method.equals("PUT") && target.contains(part);
    }
  }

  private static final String HEAD_END = "\r\n\r\n";

  private final ObjectStore store;
  private final ServerSocket server;
  private final ExecutorService connections =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "fault proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger harmed = new AtomicInteger();
  private volatile Function<Request, Harm> plan = request -> Harm.NONE;

  private FaultProxy(ObjectStore store, ServerSocket server) {
    this.store = store;
    this.server = server;
  }

  public static FaultProxy before(ObjectStore store) {
    try {
      FaultProxy proxy =
          new FaultProxy(store, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      proxy.connections.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on; any thread may ask it. */
  public void plan(Function<Request, Harm> harm) {
    plan = harm;
  }

  public void doNoHarm() {
    plan = request -> Harm.NONE;
  }

  /** How many requests came to harm so far. */
  public int harmed() {
    return harmed.get();
  }

  /** Those of the store, with this as its address. */
  public Map<String, String> storageOptions() {
    Map<String, String> options = new HashMap<>(store.storageOptions());
    options.put("aws_endpoint", "http://127.0.0.1:" + server.getLocalPort());
    return options;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connections.shutdownNow();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connections.execute(() -> serve(client));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream input = client.getInputStream();
      String head = readHead(input);
      if (!head.isEmpty()) {
        String[] words = head.substring(0, head.indexOf("\r\n")).split(" ");
        Harm harm = plan.apply(new Request(words[0], words[1]));
        if (harm != Harm.NONE) {
          harmed.incrementAndGet();
        }
        serve(client, head, harm);
      }
    } catch (IOException e) {
      // One side has gone: the other sees that its connection is closed.
    }
  }

  private void serve(Socket client, String head, Harm harm) throws IOException {
    int length = contentLength(head);
    if (harm == Harm.CUT_REQUEST) {
      client.getInputStream().readNBytes(length / 2);
      reset(client);
      return;
    }
    byte[] body = client.getInputStream().readNBytes(length);
    switch (harm) {
      case SLOW_DOWN -> answer(client, "503 Service Unavailable", "SlowDown");
      case DENY -> answer(client, "403 Forbidden", "AccessDenied");
      case SERVER_ERROR -> answer(client, "500 Internal Server Error", "InternalError");
      case LOSE_ANSWER -> {
        pass(head, body);
        reset(client);
      }
      case CUT_ANSWER -> {
        byte[] answer = pass(head, body);
        client.getOutputStream().write(answer, 0, answer.length / 2);
        client.getOutputStream().flush();
        reset(client);
      }
      default -> client.getOutputStream().write(pass(head, body));
    }
  }

  /** The store's whole answer. */
  private byte[] pass(String head, byte[] body) throws IOException {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), store.port())) {
      String lastOfItsConnection =
          without("connection", head).replace(HEAD_END, "\r\nConnection: close" + HEAD_END);
      upstream.getOutputStream().write(lastOfItsConnection.getBytes(StandardCharsets.ISO_8859_1));
      upstream.getOutputStream().write(body);
      upstream.getOutputStream().flush();
      return upstream.getInputStream().readAllBytes();
    }
  }

  private static void answer(Socket client, String status, String code) throws IOException {
    String body = "<Error><Code>" + code + "</Code><Message>Try again.</Message></Error>";
    String answer =
        "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close%s%s"
            .formatted(status, body.length(), HEAD_END, body);
    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  private static String without(String header, String head) {
    return String.join(
        "\r\n",
        List.of(head.split("\r\n", -1)).stream()
            .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(header + ":"))
            .toList());
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Empty when the client has gone without a word. */
  private static String readHead(InputStream input) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(HEAD_END)) {
      int next = input.read();
      if (next < 0) {
        if (head.size() == 0) {
          return "";
        }
        throw new EOFException();
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
