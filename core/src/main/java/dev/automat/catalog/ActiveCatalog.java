package dev.automat.catalog;

import dev.automat.cost.PriceBook;
import dev.automat.policy.Policies;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The catalogue that the platform works with now. It is exchanged as a whole; who works {@link
 * #during} a request sees one and the same from the beginning to the end. Safe for many threads.
 */
public final class ActiveCatalog implements Catalog {

  private final ScopedValue<Catalog> seen = ScopedValue.newInstance();

  private volatile Catalog active;

  public ActiveCatalog(Catalog first) {
    this.active = first.snapshot();
  }

  /** Takes another one; work that has begun goes on with the one before. */
  void exchange(Catalog next) {
    active = next.snapshot();
  }

  /** Does something that sees no exchange. */
  public <T, X extends Throwable> T during(ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(seen, snapshot()).call(work);
  }

  @Override
  public Catalog snapshot() {
    return seen.isBound() ? seen.get() : active;
  }

  @Override
  public Collection<Kind> kinds() {
    return snapshot().kinds();
  }

  @Override
  public Optional<Kind> kind(String name) {
    return snapshot().kind(name);
  }

  @Override
  public Optional<Kind> kindByPlural(String plural) {
    return snapshot().kindByPlural(plural);
  }

  @Override
  public List<Module> modules(String kind) {
    return snapshot().modules(kind);
  }

  @Override
  public Optional<Module> module(String kind, String module, Optional<String> version) {
    return snapshot().module(kind, module, version);
  }

  @Override
  public PriceBook prices() {
    return snapshot().prices();
  }

  @Override
  public Policies policies() {
    return snapshot().policies();
  }

  @Override
  public TagForms tags() {
    return snapshot().tags();
  }

  @Override
  public Optional<Bundle> bundle() {
    return snapshot().bundle();
  }

  @Override
  public List<Rejected> rejected() {
    return snapshot().rejected();
  }
}
