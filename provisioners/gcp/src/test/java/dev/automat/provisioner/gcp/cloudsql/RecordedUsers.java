package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Users without a database, for what is kept of them beside it. */
final class RecordedUsers implements Bindable {

  private final Set<GrantId> standing = new HashSet<>();

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return Set.copyOf(standing);
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    standing.add(grant.id());
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    standing.remove(grant);
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Grant.User user = (Grant.User) grant.holder();
    Map<String, String> connection = new HashMap<>();
    connection.put(TYPE, "postgresql");
    connection.put(REACHABLE_FROM, "the test");
    connection.put("username", user.credentials().username());
    connection.put("password", user.credentials().password());
    return connection;
  }
}
