package dev.automat.testkit.gcp;

import tools.jackson.databind.node.ObjectNode;

/** One answer. */
record SqlReply(int status, ObjectNode body) {

  static SqlReply of(ObjectNode body) {
    return new SqlReply(200, body);
  }
}
