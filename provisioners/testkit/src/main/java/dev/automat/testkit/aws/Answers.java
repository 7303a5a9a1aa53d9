package dev.automat.testkit.aws;

import java.io.IOException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Answers in XML that the proxy makes up itself. */
final class Answers {

  private Answers() {}

  /** {@code <ActionResponse><ActionResult><List>item</List>…}. */
  static AwsReply list(AwsCall call, String list, Element item) throws IOException {
    return in(call, "<" + list + "/>", list, item);
  }

  /** {@code <ActionResponse><ActionResult>item…}. */
  static AwsReply result(AwsCall call, Element item) throws IOException {
    return in(call, "", call.action() + "Result", item);
  }

  /** The tags that an element carries in its own {@code TagList}. */
  static AwsReply tags(AwsCall call, Element tagged) throws IOException {
    Element tags = Xml.child(tagged, "TagList").orElseGet(() -> Xml.add(tagged, "TagList"));
    return result(call, tags);
  }

  private static AwsReply in(AwsCall call, String inner, String parent, Element item)
      throws IOException {
    String action = call.action();
    Document document =
        Xml.parse(
            "<%1$sResponse><%1$sResult>%2$s</%1$sResult><ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata></%1$sResponse>"
                .formatted(action, inner, "made-up-by-the-proxy"));
    Xml.append(Xml.first(document, parent).orElseThrow(), item);
    return AwsReply.of(call, document);
  }
}
