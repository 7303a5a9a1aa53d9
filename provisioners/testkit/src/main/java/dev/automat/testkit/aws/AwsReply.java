package dev.automat.testkit.aws;

import dev.automat.testkit.wire.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;

/** One answer: moto's, or one made up in its stead. */
record AwsReply(int status, List<Header> headers, String body) {

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /** An answer that the proxy makes up itself. */
  static AwsReply of(AwsCall call, String body) {
    return new AwsReply(200, List.of(contentType(call)), body);
  }

  static AwsReply of(AwsCall call, Document body) throws IOException {
    return of(call, Xml.text(body));
  }

  AwsReply withBody(String changed) {
    return new AwsReply(status, headers, changed);
  }

  AwsReply withBody(Document changed) throws IOException {
    return withBody(Xml.text(changed));
  }

  Document xml() throws IOException {
    return Xml.parse(body);
  }

  AwsReply without(String header) {
    List<Header> kept = new ArrayList<>(headers);
    kept.removeIf(one -> one.is(header));
    return new AwsReply(status, kept, body);
  }

  static Header contentType(AwsCall call) {
    return new Header("Content-Type", call.protocol().contentType());
  }
}
