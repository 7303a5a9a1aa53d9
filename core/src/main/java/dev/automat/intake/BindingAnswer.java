package dev.automat.intake;

import dev.automat.resource.Binding;
import dev.automat.resource.Violation;
import java.util.List;

/** What became of a request for a binding. All but {@link Accepted} left everything as it was. */
public sealed interface BindingAnswer {

  /**
   * It is stored, and the engine is on it.
   *
   * @param created whether the consumer had no binding before
   */
  record Accepted(Binding binding, boolean created) implements BindingAnswer {}

  /** It is so already, or under way. */
  record Unchanged(Binding binding) implements BindingAnswer {}

  /** The request itself is wrong: 422. */
  record Refused(List<Violation> violations) implements BindingAnswer {}

  /** It does not fit what stands now. */
  record Clash(Answer.Clash clash) implements BindingAnswer {}
}
