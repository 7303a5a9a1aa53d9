package dev.automat.plugin;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.KeyService;
import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A key service of a plugin, called on the plugin's own threads and not for longer than it may. */
record GuardedKeyService(String plugin, String scheme, KeyService service, PluginThreads threads)
    implements KeyService {

  /** As the SPI says. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public byte[] seal(String key, byte[] plain, byte[] purpose) {
    return call("seal", () -> service.seal(key, plain, purpose));
  }

  @Override
  public byte[] open(String key, byte[] sealed, byte[] purpose) {
    return call("open", () -> service.open(key, sealed, purpose));
  }

  private byte[] call(String operation, Callable<byte[]> call) {
    try {
      return threads.within(LIMIT, scheme + " " + operation, call, _ -> {});
    } catch (PluginFailure e) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE, e.reason(), "see the log, and the plugin " + plugin, e);
    }
  }
}
