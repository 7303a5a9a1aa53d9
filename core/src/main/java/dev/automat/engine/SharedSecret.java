package dev.automat.engine;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ProvisionerException;
import java.util.Optional;

/**
 * The one secret of a resource, as its cloud has it in this pass: asked for once, and only if a
 * binding wants it. A failure is told to all that want it.
 */
final class SharedSecret {

  private final BindingWork work;
  private final BindingTarget target;
  private Optional<Credentials> read = Optional.empty();
  private Optional<ProvisionerException> failure = Optional.empty();

  SharedSecret(BindingWork work, BindingTarget target) {
    this.work = work;
    this.target = target;
  }

  /**
   * @throws ProvisionerException if it can not be had
   */
  Credentials read() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (read.isEmpty()) {
      try {
        read = Optional.of(work.tools().calls().call(() -> work.bindable().sharedSecret(target)));
      } catch (ProvisionerException e) {
        failure = Optional.of(e);
        throw e;
      }
    }
    return read.orElseThrow();
  }
}
