package dev.automat.testkit.aws;

/** Where a named thing stands. */
record Id(String account, String region, String name) {

  static Id of(AwsCall call, String name) {
    return new Id(call.account(), call.region(), name);
  }

  boolean isWhere(AwsCall call) {
    return account.equals(call.account()) && region.equals(call.region());
  }
}
