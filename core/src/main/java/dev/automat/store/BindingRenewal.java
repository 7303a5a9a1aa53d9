package dev.automat.store;

import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.Event;
import dev.automat.resource.Overlap;
import dev.automat.team.TransferRecords.Renewed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * New secrets of the bindings of a resource, in the transaction of whatever is the reason, which
 * has locked the resource's row.
 *
 * @param reason why, for the timeline
 */
record BindingRenewal(BindingRows rows, Handle handle, String uid, Instant now, String reason) {

  /** Asks for new secrets of all bindings that have one of their own. */
  Renewed of(List<Binding> bindings) {
    List<String> renewed = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    for (Binding binding : bindings.stream().filter(one -> one.gone().isEmpty()).toList()) {
      if (binding.spec().holder() == BindingSpec.Holder.SHARED) {
        unchanged.add(binding.consumer());
      }
      binding
          .renewed()
          .ifPresent(
              wanted -> {
                renew(wanted);
                renewed.add(wanted.consumer());
              });
    }
    return new Renewed(renewed, unchanged);
  }

  private void renew(Binding wanted) {
    long event = rows.wake(handle, uid, now).orElseThrow();
    if (!rows.change(handle, wanted)) {
      throw new IllegalStateException("a binding changed though its resource is locked");
    }
    String message =
        "a new secret of %s is made, because %s; the old one stays valid for %s"
            .formatted(wanted.consumer(), reason, Overlap.text(wanted.overlap()));
    rows.tell(handle, uid, event, List.of(Event.Draft.normal(now, "RotationRequested", message)));
  }
}
