package dev.automat.provisioner.aws.rds;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How Automat's own connections to a database are guarded.
 *
 * @param mode the driver's {@code sslMode}
 * @param authorities certificates in PEM, one of which the server's must come from
 */
record DatabaseTls(String mode, Optional<Path> authorities) {

  private static final String CHECKED = "verify-full";

  /** TLS always; who answers is checked, by authority and by name, where authorities are known. */
  static DatabaseTls of(DatabaseEngine engine, Optional<Path> authorities) {
    String unchecked =
        switch (engine) {
          case POSTGRES -> "require";
          case MYSQL -> "trust";
        };
    return new DatabaseTls(authorities.isPresent() ? CHECKED : unchecked, authorities);
  }
}
