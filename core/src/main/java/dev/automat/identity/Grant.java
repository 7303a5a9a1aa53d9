package dev.automat.identity;

import dev.automat.expression.ExpressionException;
import dev.automat.expression.Expressions;
import dev.automat.expression.Template;
import dev.automat.expression.Variables;
import dev.automat.resource.ResourceKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who of an issuer gets which role, compiled. */
public final class Grant {

  private final Optional<Template> when;
  private final Optional<Template> team;
  private final Role role;

  private Grant(Optional<Template> when, Optional<Template> team, Role role) {
    this.when = when;
    this.team = team;
    this.role = role;
  }

  /**
   * Compiles it.
   *
   * @throws ExpressionException with the reason, if an expression is wrong
   */
  public static Grant compile(GrantSettings settings, Claims claims) {
    Expressions expressions = claims.expressions();
    return new Grant(
        settings.when().map(expressions::condition),
        settings.team().map(expressions::template),
        settings.role());
  }

  /**
   * Adds the role, if the claims have what it asks for. A claim that is absent, an expression that
   * fails, and a team that can be none grant nothing.
   */
  void addTo(Map<String, Role> teams, Set<Role> platform, Variables claims) {
    try {
      if (!when.flatMap(each -> each.evaluate(claims))
          .map(Boolean.TRUE::equals)
          .orElse(when.isEmpty())) {
        return;
      }
      if (team.isEmpty()) {
        platform.add(role);
        return;
      }
      team.get()
          .evaluate(claims)
          .map(Object::toString)
          .filter(ResourceKey::isName)
          .ifPresent(name -> teams.merge(name, role, Role::higher));
    } catch (ExpressionException e) {
      // Such as split(':')[3] of a text with two colons: this token is not one that was meant.
      return;
    }
  }
}
