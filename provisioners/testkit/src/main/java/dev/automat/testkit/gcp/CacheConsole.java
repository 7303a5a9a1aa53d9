package dev.automat.testkit.gcp;

import com.google.cloud.redis.v1.Instance;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a person sees and does in the project, past the API of the fake of Memorystore. */
public final class CacheConsole {

  private final CacheBook book;
  private final String location;

  CacheConsole(CacheBook book, String location) {
    this.book = book;
    this.location = location;
  }

  private String fullName(String name) {
    return location + "/instances/" + name;
  }

  /** The names of all instances that stand, also of those that are being made or deleted. */
  public List<String> instances() {
    return book.all().stream()
        .map(Instance::getName)
        .filter(name -> name.startsWith(location + "/"))
        .map(name -> name.substring(fullName("").length()))
        .toList();
  }

  /** One as it is, whatever stale reads show. */
  public Optional<Instance> instance(String name) {
    return book.truth(fullName(name));
  }

  /** Changes it at once. */
  public void edit(String name, Consumer<Instance.Builder> change) {
    book.edit(fullName(name), change);
  }

  /** Puts one up that is ready. */
  public void plant(String name, Instance like) {
    book.plant(like.toBuilder().setName(fullName(name)).build());
  }

  /** Takes one away at once, if it is there. */
  public void uproot(String name) {
    book.uproot(fullName(name));
  }

  /** What {@code GetInstanceAuthString} answers. */
  public String authString(String name) {
    return book.authString(fullName(name));
  }

  /** Switches AUTH off and on again, at once: from now on there is another AUTH string. */
  public void changeAuthString(String name) {
    edit(name, instance -> instance.setAuthEnabled(false));
    edit(name, instance -> instance.setAuthEnabled(true));
  }

  /** Has a server on this machine stand for its nodes: from now on its address is shown. */
  public void serveFrom(String name, String host, int port) {
    edit(name, instance -> instance.setHost(host).setPort(port));
  }
}
