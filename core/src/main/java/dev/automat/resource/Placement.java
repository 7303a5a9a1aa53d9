package dev.automat.resource;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * Where a resource is made.
 *
 * @param rule name of the placement rule that chose it
 * @param provisioner the plugin's name
 * @param account the account's name in the platform configuration
 * @param region the cloud's name of the region
 */
@JsonPropertyOrder({"rule", "provisioner", "account", "region"})
public record Placement(String rule, String provisioner, String account, String region) {

  Map<String, String> members() {
    return Map.of("rule", rule, "provisioner", provisioner, "account", account, "region", region);
  }
}
