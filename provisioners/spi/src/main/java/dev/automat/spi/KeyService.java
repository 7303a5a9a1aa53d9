package dev.automat.spi;

/**
 * A key management service that seals Automat's own keys, so that they stand nowhere in the clear.
 * A plugin may bring one; it is found with {@link java.util.ServiceLoader} in the plugin's jars. It
 * is asked at a start, when the key file has changed, and by {@code automat keys}; never on the way
 * of a request.
 *
 * <p>What goes wrong is a {@link ProvisionerException}, with the service's own words and a next
 * step, and never with what was to be sealed. The caller waits ten seconds.
 */
public interface KeyService {

  /** What the addresses of its keys begin with, such as {@code aws-kms}. */
  String scheme();

  /**
   * Seals up to 4096 bytes.
   *
   * @param key the key's address, without the scheme
   * @param purpose must be given again to open it
   */
  byte[] seal(String key, byte[] plain, byte[] purpose);

  /** Opens what {@link #seal} made with this key and purpose, and nothing else. */
  byte[] open(String key, byte[] sealed, byte[] purpose);
}
