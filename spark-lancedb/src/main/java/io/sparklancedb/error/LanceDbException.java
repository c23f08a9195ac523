package io.sparklancedb.error;

/**
 * Something that the user asked for cannot be done. The message says what, why, and the way out,
 * and never holds a storage option's value.
 *
 * <p>PySpark prints an {@link IllegalArgumentException} as one line, its message; of any other
 * exception of ours it would print the whole stack, with the message in the middle.
 */
public sealed class LanceDbException extends IllegalArgumentException
    permits OutcomeUnknownException {
  private static final long serialVersionUID = 1L;

  /** For the other classes of this room, where all messages are made. */
  LanceDbException(String message) {
    super(message);
  }

  /** As above, with what went wrong below. */
  LanceDbException(String message, Throwable cause) {
    super(message, cause);
  }
}
