package dev.automat.testkit.aws;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Gives each secret that RDS manages a password of its own, in moto's own Secrets Manager. */
final class DatabaseSecrets {

  private final Switches switches;
  private final Layer.Onward moto;
  private final Set<String> settled = new HashSet<>();

  DatabaseSecrets(Switches switches, Layer.Onward moto) {
    this.switches = switches;
    this.moto = moto;
  }

  /** Sets the password of a secret that is new, or was asked to change. */
  void settle(AwsCall call, Layer.Onward onward, Document document) throws IOException {
    for (Element secret : Xml.all(document, "MasterUserSecret")) {
      String arn = Xml.value(secret, "SecretArn");
      boolean isNew = settled.add(arn);
      if (switches.repairs(Repair.MANAGED_PASSWORDS)
          && (isNew || call.asksFor("RotateMasterUserPassword"))) {
        put(call, arn, Xml.value((Element) secret.getParentNode(), "MasterUsername"));
      }
    }
  }

  private void put(AwsCall call, String arn, String user) throws IOException {
    String login =
        Json.object()
            .put("username", user)
            .put("password", switches.dice.text("managed password", 28))
            .toString();
    String body = Json.object().put("SecretId", arn).put("SecretString", login).toString();
    AwsReply reply =
        moto.go(call.alsoAskJson("secretsmanager", "secretsmanager.PutSecretValue", body));
    if (!reply.ok()) {
      throw new IOException("moto did not take a password for " + arn + ": " + reply.body());
    }
  }
}
