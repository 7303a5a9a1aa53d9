package dev.automat.testkit;

import dev.automat.spi.Bindable;
import dev.automat.spi.ListPage;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A type whose applications are bound, with the flaw of its users. */
final class BoundType extends ForwardingType {

  private final FlawedUsers users;

  BoundType(ResourceType sound, FlawedUsers users) {
    super(sound);
    this.users = users;
  }

  @Override
  public void delete(ResourceRef ref) {
    super.delete(ref);
    if (!users.has(UserFlaw.USERS_OUTLIVE_THE_RESOURCE)) {
      users.dropAll(ref.uid());
    }
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    ListPage page = super.list(scope, pageToken);
    if (!users.has(UserFlaw.LISTS_USERS_AS_RESOURCES)) {
      return page;
    }
    List<ListPage.Listed> items = new ArrayList<>(page.items());
    for (ListPage.Listed item : page.items()) {
      item.uid().map(users::of).orElse(List.of()).stream()
          .map(name -> new ListPage.Listed(name, item.uid(), item.observed()))
          .forEach(items::add);
    }
    return new ListPage(items, page.next());
  }

  @Override
  public Optional<Bindable> bindable() {
    return users.has(UserFlaw.NOTHING_IS_BINDABLE) ? Optional.empty() : Optional.of(users);
  }
}
