package dev.automat.provisioner.aws.account;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What is said of a subnet group whose subnets are not those that the configuration has now. They
 * are those of the day when it was made: a changed configuration is for what is made from then on,
 * and moves nothing by itself. AWS would not let it, either, while a subnet that is to go is in use
 * (ModifyDBSubnetGroup: SubnetAlreadyInUse; ModifyCacheSubnetGroup: SubnetInUse).
 */
public final class SubnetNotice {

  private SubnetNotice() {}

  /**
   * @param command of AWS's command line that changes the group, but for the subnets
   * @return empty if there is nothing to say
   */
  public static String of(Place place, String group, Collection<String> standing, String command) {
    List<String> configured = place.settings().subnetIds();
    if (standing.isEmpty()
        || configured.isEmpty()
        || new TreeSet<>(standing).equals(new TreeSet<>(configured))) {
      return "";
    }
    return ("Subnet group %s has %s, and provisioners.aws.accounts.%s.regions.%s.subnetIds has %s"
            + " for what is made from now on: to change the group, run aws %s %s; AWS refuses"
            + " to take away subnets that are in use")
        .formatted(
            group,
            words(standing),
            place.accountName(),
            place.region(),
            words(configured),
            command,
            String.join(" ", configured));
  }

  private static String words(Collection<String> subnets) {
    return String.join(" and ", new TreeSet<>(subnets));
  }
}
