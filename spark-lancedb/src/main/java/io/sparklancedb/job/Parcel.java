package io.sparklancedb.job;

import java.io.Serializable;

/** What a sender sends to one receiver, or its refusal. No record: Kryo cannot make those. */
final class Parcel implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int receiver;
  private final SerializedValue<Outcome> content;

  Parcel(int receiver, SerializedValue<Outcome> content) {
    this.receiver = receiver;
    this.content = content;
  }

  int receiver() {
    return receiver;
  }

  SerializedValue<Outcome> content() {
    return content;
  }
}
