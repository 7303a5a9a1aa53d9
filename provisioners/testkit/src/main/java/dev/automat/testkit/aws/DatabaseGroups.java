package dev.automat.testkit.aws;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** Groups that a database uses can not be deleted before it is gone: moto deletes them. */
final class DatabaseGroups {

  /**
   * @param dying databases that moto has lost already
   * @throws Layer.Refused if a database uses the group that the call would delete
   */
  void refuseUsed(AwsCall call, Layer.Onward onward, List<Element> dying) throws IOException {
    boolean parameters = call.action().equals("DeleteDBParameterGroup");
    String element = parameters ? "DBParameterGroupName" : "DBSubnetGroupName";
    String group = call.parameter(element).orElse("");
    List<Element> all = new ArrayList<>(dying);
    all.addAll(
        Xml.all(onward.go(call.alsoAsk("DescribeDBInstances", Map.of())).xml(), "DBInstance"));
    for (Element instance : all) {
      for (Element used : Xml.below(instance, element)) {
        if (used.getTextContent().equals(group)) {
          throw new Layer.Refused(
              400,
              parameters ? "InvalidDBParameterGroupState" : "InvalidDBSubnetGroupStateFault",
              group + " is used by " + DatabaseView.name(instance));
        }
      }
    }
  }
}
