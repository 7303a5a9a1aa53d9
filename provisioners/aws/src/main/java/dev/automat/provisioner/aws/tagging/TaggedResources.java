package dev.automat.provisioner.aws.tagging;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * One page of what carries an installation's tag.
 *
 * <p>The API lags behind the services by a minute or so: what was just made may be missing, and
 * what was just deleted may still be shown.
 *
 * @param next token of the next page; empty on the last
 */
public record TaggedResources(List<TaggedResource> resources, Optional<String> next) {

  /** The most that the API gives at a call: GetResources, ResourcesPerPage. */
  private static final int PAGE = 100;

  public TaggedResources {
    resources = List.copyOf(resources);
  }

  /**
   * @param resourceTypes such as {@code sqs} or {@code rds:db}: GetResources, ResourceTypeFilters
   * @param installation whose objects are meant
   * @param pageToken {@link #next} of the page before; empty for the first
   * @throws ProvisionerException as {@link AwsFailures#translating}
   */
  public static TaggedResources page(
      Place place, List<String> resourceTypes, String installation, Optional<String> pageToken) {
    GetResourcesRequest.Builder request =
        GetResourcesRequest.builder()
            .resourceTypeFilters(resourceTypes)
            .tagFilters(
                TagFilter.builder().key(OwnershipTags.INSTALLATION).values(installation).build())
            .resourcesPerPage(PAGE);
    pageToken.ifPresent(request::paginationToken);
    return AwsFailures.translating(
        "listing %s in %s".formatted(String.join(" and ", resourceTypes), place.region()),
        () -> of(place.tagging().getResources(request.build())));
  }

  private static TaggedResources of(GetResourcesResponse response) {
    return new TaggedResources(
        response.resourceTagMappingList().stream().map(TaggedResources::of).toList(),
        // AWS ends the pages with an empty token.
        Optional.ofNullable(response.paginationToken()).filter(token -> !token.isEmpty()));
  }

  private static TaggedResource of(ResourceTagMapping mapping) {
    Map<String, String> tags = new HashMap<>();
    for (Tag tag : mapping.tags()) {
      tags.put(tag.key(), tag.value());
    }
    return new TaggedResource(mapping.resourceARN(), tags);
  }
}
