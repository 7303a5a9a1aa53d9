package dev.automat.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one secret that a cloud made for a whole resource. Of types that have none of that sort
 * nothing is asked here: {@link BindingChecks} are about them.
 */
interface SharedSecretChecks extends Checks {

  @EachType
  default void allAreLetInWithTheOneSecret(Subject subject) {
    if (hasNone(subject)) {
      return;
    }
    Bound bound = Bound.of(subject, bench());
    Grant one = bound.grant(1, level(subject));
    Grant other = bound.other("bbbbbb", level(subject));
    assertTrue(Bound.secret(one).isPresent(), "there is a secret");
    assertEquals(one.holder(), other.holder(), "the same at each ask");
    bound.bind(one);
    bound.bind(other);
    bound.awaitGrants(Set.of(one.id(), other.id()));
    try (Application first = bound.signIn(one);
        Application second = bound.signIn(other)) {
      assertTrue(first.makes("kit_one"), "what may write, makes something");
      assertTrue(second.reads("kit_one"), "and the other reads it");
    }
  }

  @EachType
  default void aChangedSecretIsWhatIsReadNext(Subject subject) {
    if (hasNone(subject)) {
      return;
    }
    Bound bound = Bound.of(subject, bench());
    Grant before = bound.grant(1, level(subject));
    bound.bind(before);
    bound.signIn(before).close();
    bench().changeSharedSecret(bound.target().ref());
    subject.eventually(
        "the new secret is read",
        () -> !bound.bindable().sharedSecret(bound.target()).equals(secret(before)));
    Grant after = bound.grant(1, level(subject));
    bound.signIn(after).close();
    bound.awaitRefused(before);
    assertNotEquals(
        bound.connection(before).get("password"), bound.connection(after).get("password"));
    bound.awaitGrants(Set.of(before.id()));
  }

  /** The record of it is late: a repeat writes down who is bound, and brings nothing back. */
  @EachType
  default void aRepeatWithTheSecretOfBeforeBringsNothingBack(Subject subject) {
    if (hasNone(subject)) {
      return;
    }
    Bound bound = Bound.of(subject, bench());
    Grant before = bound.grant(1, level(subject));
    bound.bind(before);
    bench().changeSharedSecret(bound.target().ref());
    subject.eventually(
        "the new secret is read",
        () -> !bound.bindable().sharedSecret(bound.target()).equals(secret(before)));
    Grant after = bound.grant(1, level(subject));
    bound.bind(before);
    assertEquals(secret(after), bound.bindable().sharedSecret(bound.target()), "the new one stays");
    bound.bind(after);
    bound.awaitGrants(Set.of(before.id()));
    bound.signIn(after).close();
    bound.awaitRefused(before);
  }

  /** There are neither, and what is written down would give nobody anything. */
  @EachType
  default void usersAndPrincipalsAreRefused(Subject subject) {
    if (hasNone(subject)) {
      return;
    }
    Bound bound = Bound.of(subject, bench());
    GrantId id = new GrantId("aaaaaa", 1);
    for (Grant.Holder holder :
        List.of(
            new Grant.User(
                new Credentials(id.userName(bound.target().ref().uid()), subject.newPassword())),
            new Grant.Principal("kit"))) {
      Grant grant = new Grant(id, "kit", level(subject), holder);
      subject.refused(ErrorType.USER, "binding " + holder, () -> bound.bind(grant));
      subject.refused(ErrorType.USER, "connecting " + holder, () -> bound.connection(grant));
    }
    assertEquals(Set.of(), bound.bindable().grants(bound.target()), "nothing is written down");
  }

  private static Object secret(Grant grant) {
    return Bound.secret(grant).orElseThrow();
  }

  /** It is the secret of all, so that nobody's session ends, and whoever had it has it. */
  @EachType
  default void unbindingTakesAwayTheRecordAndNothingElse(Subject subject) {
    if (hasNone(subject)) {
      return;
    }
    Bound bound = Bound.of(subject, bench());
    Grant leaving = bound.grant(1, level(subject));
    Grant staying = bound.other("bbbbbb", level(subject));
    bound.bind(leaving);
    bound.bind(staying);
    bound.awaitGrants(Set.of(leaving.id(), staying.id()));
    try (Application open = bound.signIn(staying)) {
      bound.unbind(leaving.id());
      bound.unbind(leaving.id());
      bound.unbind(new GrantId("zzzzzz", 7));
      bound.awaitGrants(Set.of(staying.id()));
      assertTrue(open.works(), "the other's session stays");
    }
    assertEquals(
        secret(staying), bound.bindable().sharedSecret(bound.target()), "the secret is the same");
    bound.signIn(staying).close();
  }

  @EachType
  default void aSecretThatCanNotBeReachedIsNotMadeUp(Subject subject) {
    if (hasNone(subject)) {
      return;
    }
    Bound bound = Bound.of(subject, bench());
    bound.bind(bound.grant(1, level(subject)));
    assumeTrue(
        bench().unable(Disruption.UNREACHABLE).isEmpty(),
        () -> bench().unable(Disruption.UNREACHABLE).orElse(""));
    bench().disrupt(Disruption.UNREACHABLE);
    subject.refused(
        ErrorType.EXTERNAL,
        "reading the secret",
        () -> bound.bindable().sharedSecret(bound.target()));
    bench().restore();
  }

  @EachType
  default void ofAnothersNothingIsReadAndNothingWritten(Subject subject) {
    if (hasNone(subject)) {
      return;
    }
    Bound bound = Bound.of(subject, bench());
    Grant grant = bound.grant(1, level(subject));
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(bound.target().ref()));
    tags.put(OwnershipTags.INSTALLATION, "another-installation");
    bench().retag(bound.target().ref(), tags);
    subject.settle();
    String before = bench().fingerprint(bound.target().ref());
    for (Runnable call :
        List.<Runnable>of(
            () -> bound.bindable().sharedSecret(bound.target()),
            () -> bound.bind(grant),
            () -> bound.unbind(grant.id()))) {
      ProvisionerException refusal =
          subject.refused(ErrorCode.FOREIGN.type(), "touching what is not ours", call::run);
      assertEquals(ErrorCode.FOREIGN, refusal.code());
    }
    assertEquals(before, bench().fingerprint(bound.target().ref()), "untouched");
  }

  private static boolean hasNone(Subject subject) {
    return subject
        .descriptor()
        .bindings()
        .filter(offer -> offer.holder() == HolderKind.SHARED)
        .isEmpty();
  }

  /** Who has the same secret has the same access. */
  private static Access level(Subject subject) {
    Set<Access> offered = subject.descriptor().bindings().orElseThrow().access();
    assertEquals(1, offered.size(), "one level of access");
    return offered.iterator().next();
  }
}
