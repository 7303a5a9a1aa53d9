package dev.automat.api.document;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Trouble;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.Json;
import dev.automat.resource.Overlap;
import dev.automat.resource.Resource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/** Writes the document of a binding. */
public final class BindingDocument {

  private final ResourceDocument resources;
  private final BiFunction<Resource, Binding, Optional<String>> notices;

  /**
   * @param notices what a person must know of a binding, whatever its phase
   */
  public BindingDocument(
      ResourceDocument resources, BiFunction<Resource, Binding, Optional<String>> notices) {
    this.resources = resources;
    this.notices = notices;
  }

  /** In one word. */
  public enum Phase {
    /** The consumer has nothing yet. */
    Pending,
    Ready,
    /** It can be used, and something that was asked for is under way. */
    Updating,
    /** It can be used, and something failed. */
    Degraded,
    /** The consumer has nothing, and something failed. */
    Failed,
    Unbinding,
    Unbound
  }

  public static Phase phase(Binding binding) {
    BindingStatus status = binding.status();
    if (binding.absent()) {
      return binding.gone().isPresent() ? Phase.Unbound : Phase.Unbinding;
    }
    boolean usable = status.current().isPresent();
    if (status.trouble().isPresent()) {
      return usable ? Phase.Degraded : Phase.Failed;
    }
    if (!usable) {
      return Phase.Pending;
    }
    return status.observedGeneration() < binding.generation() ? Phase.Updating : Phase.Ready;
  }

  /** Where it is. */
  public String href(Resource resource, Binding binding) {
    return resources.href(resource.key()) + "/bindings/" + binding.consumer();
  }

  public ObjectNode of(Resource resource, Binding binding) {
    ObjectNode document =
        Json.object().put("apiVersion", ResourceDocument.API_VERSION).put("kind", "Binding");
    metadata(resource, binding, document.putObject("metadata"));
    ObjectNode spec = document.putObject("spec").put("access", binding.spec().access().text());
    binding.spec().principal().ifPresent(principal -> spec.put("principal", principal));
    spec.put("overlap", Overlap.text(binding.spec().overlap()));
    status(resource, binding, document.putObject("status"));
    return document;
  }

  private static void metadata(Resource resource, Binding binding, ObjectNode metadata) {
    metadata.put("team", resource.key().team());
    metadata
        .putObject("resource")
        .put("kind", resource.key().kind())
        .put("name", resource.key().name())
        .put("uid", resource.uid());
    metadata
        .put("consumer", binding.consumer())
        .put("id", binding.id())
        .put("generation", binding.generation())
        .put("createdAt", binding.created().toString())
        .put("createdBy", binding.createdBy());
  }

  private void status(Resource resource, Binding binding, ObjectNode node) {
    BindingStatus status = binding.status();
    node.put("phase", phase(binding).name()).put("observedGeneration", status.observedGeneration());
    status
        .current()
        .ifPresent(
            current ->
                node.put("version", current.number()).put("since", current.since().toString()));
    Optional<Version> previous =
        status.previous().stream().max(Comparator.comparing(Version::number));
    previous.ifPresent(old -> node.put("previousVersion", old.number()));
    previous
        .flatMap(Version::validUntil)
        .ifPresent(until -> node.put("previousValidUntil", until.toString()));
    status.trouble().ifPresent(trouble -> trouble(trouble, node));
    notices.apply(resource, binding).ifPresent(notice -> node.put("notice", notice));
    if (status.current().isPresent() && !binding.absent()) {
      node.putObject("connection").put("href", href(resource, binding) + "/connection");
    }
  }

  private static void trouble(Trouble trouble, ObjectNode node) {
    node.putObject("trouble")
        .put("reason", trouble.reason())
        .put("message", trouble.message())
        .put("attempts", trouble.attempts())
        .put("nextAttemptAt", trouble.next().toString());
  }
}
