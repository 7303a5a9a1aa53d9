package dev.automat.cli;

import dev.automat.api.handler.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class VersionText implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"automat " + Version.current()};
  }
}
