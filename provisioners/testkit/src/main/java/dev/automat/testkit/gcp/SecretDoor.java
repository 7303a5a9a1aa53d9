package dev.automat.testkit.gcp;

import com.google.rpc.Code;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is let in to {@link FakeSecrets}: everybody, unless a test says otherwise. */
final class SecretDoor {

  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private volatile boolean off;

  void switchOff() {
    off = true;
  }

  void deny(String permission) {
    denied.add(permission);
  }

  void allowAll() {
    off = false;
    denied.clear();
  }

  /**
   * @throws io.grpc.StatusRuntimeException as Google refuses it
   */
  void require(String permission, String resource) {
    if (off) {
      throw GrpcRefusal.of(
          Code.PERMISSION_DENIED,
          "SERVICE_DISABLED",
          "Secret Manager API has not been used in project %s before or it is disabled."
              .formatted(FakeSecrets.PROJECT_NUMBER));
    }
    if (denied.contains(permission)) {
      throw GrpcRefusal.of(
          Code.PERMISSION_DENIED,
          "IAM_PERMISSION_DENIED",
          "Permission '%s' denied for resource '%s' (or it may not exist)."
              .formatted(permission, resource));
    }
  }
}
