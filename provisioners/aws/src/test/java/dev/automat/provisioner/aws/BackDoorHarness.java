package dev.automat.provisioner.aws;

import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.Application;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.LogCapture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What leads the conformance kit to one type, wherever its account is. */
public abstract class BackDoorHarness implements ConformanceHarness {

  private final LogCapture log = new LogCapture("dev.automat", "software.amazon");

  /** Where the kit works. */
  protected abstract TestAccount account();

  /** The way to the type behind the plugin's back. */
  protected abstract BackDoor backDoor();

  @Override
  public abstract PluginContext context();

  @Override
  public final ProvisionerPlugin plugin() {
    return NarrowedType.alone(backDoor().type(), backDoor().without());
  }

  @Override
  public final Scope scope(String type) {
    return account().scope();
  }

  @Override
  public final Map<String, Object> sampleSettings(String type) {
    return backDoor().sampleSettings();
  }

  @Override
  public final Map<String, Object> changedSettings(String type) {
    return backDoor().changedSettings();
  }

  @Override
  public final void drift(ResourceRef ref, String key, Object value) {
    backDoor().drift(ref, key, value);
  }

  @Override
  public final void retag(ResourceRef ref, Map<String, String> tags) {
    backDoor().retag(ref, tags);
  }

  @Override
  public final ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    return backDoor().plantForeign(inItsWay, tags);
  }

  @Override
  public final String fingerprint(ResourceRef ref) {
    return backDoor().fingerprint(ref);
  }

  @Override
  public final String likeness(ResourceRef ref) {
    return backDoor().likeness(ref);
  }

  @Override
  public final List<String> leftovers(String uid) {
    return backDoor().leftovers(uid);
  }

  @Override
  public final Optional<String> unableToSignIn() {
    return backDoor().unableToSignIn();
  }

  @Override
  public final Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return backDoor().signIn(ref, grant, connection);
  }

  @Override
  public final boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    return backDoor().plantForeignGrant(ref, grant, tags);
  }

  @Override
  public final boolean reopen(ResourceRef ref) {
    return backDoor().reopen(ref);
  }

  @Override
  public final List<String> snapshots(String uid) {
    return backDoor().snapshots(uid);
  }

  @Override
  public final Optional<String> plantForeignSnapshot(
      ResourceRef like, String name, Map<String, String> tags) {
    return backDoor().plantForeignSnapshot(like, name, tags);
  }

  @Override
  public final String principal(GrantId grant) {
    return "arn:aws:iam::123456789012:role/" + grant.binding() + grant.version();
  }

  @Override
  public final List<String> logged() {
    return log.lines();
  }

  @Override
  public final int crowd() {
    return backDoor().crowd();
  }

  @Override
  public void close() {
    account().close();
    log.close();
  }
}
