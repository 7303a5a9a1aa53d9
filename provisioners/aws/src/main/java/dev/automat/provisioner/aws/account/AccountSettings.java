package dev.automat.provisioner.aws.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One AWS account as the platform configuration names it.
 *
 * @param name as placements call it
 * @param id the 12 digits that AWS must confirm before anything is done there
 * @param role the role to assume; without one, what the default credential chain finds is used
 * @param regions the regions that placements may choose
 */
public record AccountSettings(
    String name, String id, Optional<Role> role, Map<String, RegionSettings> regions) {

  public AccountSettings {
    regions = Map.copyOf(regions);
  }

  /**
   * A role to assume.
   *
   * @param externalId what the role's trust policy asks for, against the confused deputy
   * @param sessionTags tags of the session, for policies and for CloudTrail
   */
  public record Role(String arn, Optional<String> externalId, Map<String, String> sessionTags) {

    public Role {
      sessionTags = Map.copyOf(sessionTags);
    }
  }

  /**
   * What the platform team prepared in a region.
   *
   * @param subnetIds private subnets in at least two zones; subnet groups are made of them
   * @param securityGroupIds who may reach what is made
   * @param kmsKeyArn the key for what is encrypted; without one, the service's own key of the
   *     account
   */
  public record RegionSettings(
      List<String> subnetIds, List<String> securityGroupIds, Optional<String> kmsKeyArn) {

    public RegionSettings {
      subnetIds = List.copyOf(subnetIds);
      securityGroupIds = List.copyOf(securityGroupIds);
    }
  }
}
