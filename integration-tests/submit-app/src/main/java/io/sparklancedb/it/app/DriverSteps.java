package io.sparklancedb.it.app;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Runs actions in the thread of the driver that commits, just before and just after it calls the
 * connector: Spark says so in its log. Closing ends that.
 */
public final class DriverSteps implements AutoCloseable {
  private static final String WRITES = "org.apache.spark.sql.execution.datasources.v2";

  private final Steps appender;

  private DriverSteps(Steps appender) {
    this.appender = appender;
  }

  /** What either action throws fails the job. */
  public static DriverSteps of(Runnable beforeCommit, Runnable afterCommit) {
    Steps appender = new Steps(beforeCommit, afterCommit);
    appender.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Configuration configuration = context.getConfiguration();
    LoggerConfig logger = new LoggerConfig(WRITES, Level.INFO, false);
    logger.addAppender(appender, Level.INFO, null);
    configuration.addLogger(WRITES, logger);
    context.updateLoggers();
    return new DriverSteps(appender);
  }

  @Override
  public void close() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().removeLogger(WRITES);
    context.updateLoggers();
    appender.stop();
  }

  private static final class Steps extends AbstractAppender {
    private final Runnable beforeCommit;
    private final Runnable afterCommit;

    private Steps(Runnable beforeCommit, Runnable afterCommit) {
      super("steps of the driver", null, null, false, Property.EMPTY_ARRAY);
      this.beforeCommit = beforeCommit;
      this.afterCommit = afterCommit;
    }

    @Override
    public void append(LogEvent event) {
      String message = event.getMessage().getFormattedMessage();
      if (message.startsWith("Data source write support")) {
        if (message.endsWith("is committing.")) {
          beforeCommit.run();
        } else if (message.endsWith(" committed.")) {
          afterCommit.run();
        }
      }
    }
  }
}
