package io.sparklancedb.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What the connector says in the log until this is closed. */
public final class ConnectorLog implements AutoCloseable {
  private static final String CONNECTOR = "io.sparklancedb";

  private final Lines lines = new Lines();

  private ConnectorLog() {}

  /** From INFO on. */
  public static ConnectorLog open() {
    return open(Level.INFO);
  }

  /** From DEBUG on. */
  public static ConnectorLog openAtDebug() {
    return open(Level.DEBUG);
  }

  private static ConnectorLog open(Level level) {
    ConnectorLog log = new ConnectorLog();
    log.lines.start();
    LoggerConfig logger = new LoggerConfig(CONNECTOR, level, true);
    logger.addAppender(log.lines, level, null);
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().addLogger(CONNECTOR, logger);
    context.updateLoggers();
    return log;
  }

  /** Those that contain a text, such as {@code WARN Did not write}. */
  public List<String> lines(String text) {
    return lines.all.stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().removeLogger(CONNECTOR);
    context.updateLoggers();
    lines.stop();
  }

  private static final class Lines extends AbstractAppender {
    private final List<String> all = new CopyOnWriteArrayList<>();

    private Lines() {
      super("lines of the connector", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      all.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
    }
  }
}
