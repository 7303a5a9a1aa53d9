package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AccountSettings.RegionSettings;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;

/**
 * The request that makes an instance.
 *
 * @param region what the platform team prepared in the region
 */
record CreationRequest(DatabaseEngine engine, RegionSettings region) {

  /** What is asked for unless the settings say otherwise: our defaults, where RDS has others. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          Keys.STORAGE_TYPE,
          "gp3",
          Keys.STORAGE_ENCRYPTED,
          true,
          Keys.PUBLICLY_ACCESSIBLE,
          false,
          Keys.COPY_TAGS,
          true);

  /**
   * @param tags all of the instance's
   * @param parameterGroup the name of the one of its own, if it has one
   * @throws ProvisionerException of type USER if settings and configuration do not fit
   */
  CreateDbInstanceRequest of(
      Desired desired,
      Map<String, String> tags,
      String subnetGroup,
      Optional<String> parameterGroup) {
    Wanted wanted = new Wanted(desired.settings()).orElse(DEFAULTS);
    CreateDbInstanceRequest.Builder request =
        CreateDbInstanceRequest.builder()
            .dbInstanceIdentifier(desired.ref().externalName())
            .engine(engine.id())
            .engineVersion(wanted.engineVersion())
            .allocatedStorage(wanted.number(Keys.ALLOCATED_STORAGE).orElseThrow())
            .masterUsername(wanted.masterUsername())
            .dbName(wanted.databaseName())
            .dbSubnetGroupName(subnetGroup)
            .tags(Tags.of(tags));
    PlainSetting.ALL.forEach(setting -> setting.create(wanted, request));
    wanted
        .number(Keys.MAX_ALLOCATED_STORAGE)
        .filter(most -> most > 0)
        .ifPresent(request::maxAllocatedStorage);
    wanted.texts(Keys.LOG_EXPORTS).ifPresent(request::enableCloudwatchLogsExports);
    parameterGroup.ifPresent(request::dbParameterGroupName);
    if (!region.securityGroupIds().isEmpty()) {
      request.vpcSecurityGroupIds(region.securityGroupIds());
    }
    boolean encrypted = wanted.flag(Keys.STORAGE_ENCRYPTED, true);
    Optional<String> key = encrypted ? key(wanted, desired.ref()) : Optional.empty();
    request.storageEncrypted(encrypted);
    key.ifPresent(request::kmsKeyId);
    if (wanted.managesMasterPassword()) {
      request.manageMasterUserPassword(true);
      key.ifPresent(request::masterUserSecretKmsKeyId);
    } else {
      request.masterUserPassword(password(desired));
    }
    return request.build();
  }

  private Optional<String> key(Wanted wanted, ResourceRef ref) {
    Optional<String> named = wanted.text(Keys.KMS_KEY);
    Optional<Boolean> customer = wanted.flag(Keys.CUSTOMER_KEY);
    if (customer.equals(Optional.of(true)) && named.isEmpty() && region.kmsKeyArn().isEmpty()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "customerKey asks for the key of the region, and none is configured",
          "set %s.kmsKeyArn in the platform configuration, or customerKey to false"
              .formatted(configurationKey(ref)));
    }
    if (named.isPresent()) {
      return named;
    }
    return customer.orElse(true) ? region.kmsKeyArn() : Optional.empty();
  }

  /** Where the region stands in the platform configuration. */
  static String configurationKey(ResourceRef ref) {
    return "provisioners.aws.accounts.%s.regions.%s"
        .formatted(ref.scope().account(), ref.scope().region());
  }

  /**
   * The password that the engine made. RDS allows 8 to 41 printable ASCII characters in MySQL and
   * to 128 in PostgreSQL, without slash, quotes, at sign and space: CreateDBInstance,
   * MasterUserPassword.
   */
  static String password(Desired desired) {
    String password =
        desired
            .credentials()
            .map(Credentials::password)
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.INTERNAL,
                        desired.ref().type() + " was given no credentials",
                        "report this"));
    if (!password.matches("[!-~&&[^/\"'@]]{8,41}")) {
      throw new ProvisionerException(
          ErrorCode.INTERNAL,
          "the password that was made is not one that RDS takes: 8 to 41 printable characters"
              + " without slash, quotes, at sign and space",
          "report this");
    }
    return password;
  }
}
