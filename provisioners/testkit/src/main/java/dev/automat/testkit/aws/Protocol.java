package dev.automat.testkit.aws;

/** How a service of AWS writes its calls and answers. */
public enum Protocol {
  /** Forms in, XML out: RDS, ElastiCache, STS. */
  QUERY("text/xml"),
  /** JSON 1.0: SQS. */
  JSON_1_0("application/x-amz-json-1.0"),
  /** JSON 1.1: Secrets Manager, the tagging API, KMS. */
  JSON_1_1("application/x-amz-json-1.1");

  private final String contentType;

  Protocol(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  boolean isJson() {
    return this != QUERY;
  }
}
