package dev.automat.api;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The users of applications in the toy cloud. */
record ToyUsers(ToyCloud cloud) implements Bindable {

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    String uid = target.ref().uid();
    return cloud.users.keySet().stream()
        .flatMap(user -> GrantId.ofUser(user, uid).stream())
        .collect(Collectors.toSet());
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    if (grant.consumer().startsWith("impossible")) {
      throw new ProvisionerException(
          ErrorCode.DENIED, "the toy cloud does not like it", "call it otherwise");
    }
    cloud.users.put(grant.id().userName(target.ref().uid()), grant);
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    cloud.users.remove(grant.userName(target.ref().uid()));
  }

  @Override
  public Credentials sharedSecret(BindingTarget target) {
    return cloud.shared.orElseThrow();
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection = new LinkedHashMap<>();
    outputs.forEach((key, value) -> connection.put(key, value.toString()));
    if (grant.holder() instanceof Grant.User(Credentials secret)) {
      connection.put("username", secret.username());
      connection.put("password", secret.password());
      connection.put("uri", "toy://" + secret.username() + ":" + secret.password() + "@toy/db");
    }
    if (grant.holder() instanceof Grant.Shared(Credentials secret)) {
      connection.put("password", secret.password());
    }
    connection.put(TYPE, "toy");
    connection.put(REACHABLE_FROM, "this machine only");
    return connection;
  }
}
