package dev.automat.spi;

/**
 * What one version of a binding gives its application.
 *
 * @param consumer what the team calls the application: 1–40 lowercase letters, digits and single
 *     hyphens; for people who look at the cloud, not for telling grants apart
 * @param access what it may do
 * @param holder who has it; the same at every repeat
 */
public record Grant(GrantId id, String consumer, Access access, Holder holder) {

  /** What an application may do with the data. */
  public enum Access {
    READ,
    /** Also change it, and its schema where there is one. */
    READWRITE
  }

  /** Who has a grant. */
  public sealed interface Holder {}

  /**
   * A user that the plugin makes.
   *
   * @param credentials made and kept by the engine; the user name is {@link GrantId#userName}
   */
  public record User(Credentials credentials) implements Holder {}

  /**
   * Somebody whom the cloud knows already.
   *
   * @param name the cloud's name, such as an ARN
   */
  public record Principal(String name) implements Holder {}

  /**
   * Whoever knows the one secret of the resource.
   *
   * @param credentials made by the cloud, read by {@link Bindable#sharedSecret} and kept by the
   *     engine
   */
  public record Shared(Credentials credentials) implements Holder {}
}
