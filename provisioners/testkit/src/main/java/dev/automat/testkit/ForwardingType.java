package dev.automat.testkit;

import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.util.Map;
import java.util.Optional;

/** Does what another type does; a subclass says what it does differently. */
public class ForwardingType implements ResourceType {

  private final ResourceType type;

  public ForwardingType(ResourceType type) {
    this.type = type;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return type.observe(ref);
  }

  @Override
  public Outcome create(Desired desired) {
    return type.create(desired);
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    return type.update(desired, observed);
  }

  @Override
  public void delete(ResourceRef ref) {
    type.delete(ref);
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return type.list(scope, pageToken);
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return type.equivalent(key, want, got);
  }

  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    return type.connection(outputs, credentials);
  }

  @Override
  public Optional<Bindable> bindable() {
    return type.bindable();
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return type.quarantinable();
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return type.recoverable();
  }
}
