package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.Quarantinable;
import dev.automat.sql.DatabaseUsers;
import dev.automat.sql.GrantedConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The users of applications in an instance's database, and how they are shut out.
 *
 * <p>They are shut out in the database, and the instance runs on: to stop it (activation policy
 * NEVER) takes minutes, during which sessions go on, saves only the machine, as the disk is paid
 * for in any case, and would hide which users there are and keep them from being dropped.
 *
 * <p>Who comes past Automat is not all shut out: on MySQL no account that it did not make, of IAM
 * neither; on PostgreSQL no role with a {@code CONNECT} of its own. Who of them is in is said.
 */
record InstanceUsers(InstanceDatabase database) implements Bindable, Quarantinable {

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return database.takingOver(target, DatabaseUsers::grants);
  }

  @Override
  public void bind(BindingTarget target, Grant grant) {
    database.takingOver(target, users -> done(() -> users.bind(grant)));
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    database.in(target, users -> done(() -> users.unbind(grant)));
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    return new GrantedConnection(database.engine().sql(), grant)
        .of(outputs, "inside the network of the instance, and what is peered with it");
  }

  @Override
  public Optional<String> quarantine(BindingTarget target) {
    return database.takingOver(target, DatabaseUsers::shut);
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    database.in(target, users -> done(users::open));
    return Optional.empty();
  }

  private static boolean done(Runnable call) {
    call.run();
    return true;
  }
}
