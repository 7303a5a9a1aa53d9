package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.resource.BindingSpec.Access;
import dev.automat.resource.BindingSpec.Holder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class BindingSpecTest {

  private static final Duration OVERLAP = Duration.ofMinutes(5);

  @Test
  void whatWasStoredBeforeSecretsWereSharedIsOfAUserOrOfAPrincipal() {
    assertEquals(Holder.PRINCIPAL, older(Optional.of("arn:aws:iam::1:role/x")).holder());
    assertEquals(Holder.USER, older(Optional.empty()).holder());
  }

  private static BindingSpec older(Optional<String> principal) {
    BindingSpec spec = new BindingSpec(Access.READ, principal, OVERLAP);
    ObjectNode stored = (ObjectNode) Json.tree(spec);
    stored.remove("holder");
    return Json.read(Json.write(stored), BindingSpec.class);
  }

  @Test
  void isReadAsItWasWritten() {
    BindingSpec spec = new BindingSpec(Access.READWRITE, Optional.empty(), OVERLAP, Holder.SHARED);
    assertEquals(spec, Json.read(Json.write(spec), BindingSpec.class));
  }
}
