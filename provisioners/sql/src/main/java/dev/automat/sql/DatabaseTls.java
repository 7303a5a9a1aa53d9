package dev.automat.sql;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.SingleCertValidatingFactory;

/** How Automat's own connections to a database are guarded. */
public sealed interface DatabaseTls {

  /** Not at all: for a server on this machine that has no TLS. */
  record None() implements DatabaseTls {}

  /** TLS always, whoever answers. */
  record Unchecked() implements DatabaseTls {}

  /**
   * Who answers is checked, by authority and by name.
   *
   * @param authorities a file with certificates in PEM, one of which the server's must come from
   */
  record Named(Path authorities) implements DatabaseTls {}

  /**
   * Who answers is checked by authority alone: right where that vouches for this one server, and
   * for nobody else.
   *
   * @param authority its certificate in PEM
   */
  record Vouched(String authority) implements DatabaseTls {}

  /** Checked where authorities are known. */
  static DatabaseTls of(Optional<Path> authorities) {
    return authorities.<DatabaseTls>map(Named::new).orElseGet(Unchecked::new);
  }

  /** In the words of pgjdbc. */
  default void apply(PGSimpleDataSource source) {
    switch (this) {
      case None _ -> source.setSslMode("disable");
      case Unchecked _ -> source.setSslMode("require");
      case Named(Path authorities) -> {
        source.setSslMode("verify-full");
        source.setSslRootCert(authorities.toString());
      }
      case Vouched(String authority) -> {
        source.setSslMode("verify-ca");
        source.setSslfactory(SingleCertValidatingFactory.class.getName());
        source.setSslFactoryArg(authority);
      }
    }
  }

  /** In the words of MariaDB Connector/J. */
  default void apply(Properties properties) {
    switch (this) {
      case None _ -> properties.setProperty("sslMode", "disable");
      case Unchecked _ -> properties.setProperty("sslMode", "trust");
      case Named(Path authorities) -> {
        properties.setProperty("sslMode", "verify-full");
        properties.setProperty("serverSslCert", authorities.toString());
      }
      case Vouched(String authority) -> {
        properties.setProperty("sslMode", "verify-ca");
        properties.setProperty("serverSslCert", authority);
      }
    }
  }
}
