package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitFolderTest {

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/infra.git, acme/infra",
    "https://github.com/acme/infra, acme/infra",
    "https://gitlab-ci-token:s3cret@gitlab.example.com/acme/platform/infra.git,"
        + " acme/platform/infra",
    "ssh://git@github.com:22/acme/infra.git/, acme/infra",
    "git@github.com:acme/infra.git, acme/infra",
    "file:///srv/git/acme/infra.git, srv/git/acme/infra",
    "/srv/git/acme/infra.git, srv/git/acme/infra"
  })
  void aRepositoryIsThePathOfItsAddressWithoutHostAndSecrets(String address, String repository) {
    assertEquals(repository, GitFolder.repository(address));
  }
}
