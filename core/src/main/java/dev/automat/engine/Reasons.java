package dev.automat.engine;

import dev.automat.resource.Condition;
import dev.automat.spi.ErrorCode;

/**
 * The reasons in conditions and events: one CamelCase word each, stable, because programs compare
 * them.
 */
final class Reasons {

  static final String IN_SYNC = "InSync";
  static final String AVAILABLE = "Available";
  static final String CREATING = "Creating";
  static final String UPDATING = "Updating";
  static final String CLEARING = "ClearingFailedCreation";
  static final String WORKING = "Working";
  static final String DELETING = "Deleting";
  static final String DELETED = "Deleted";
  static final String DELETING_EXTERNALLY = "DeletingExternally";
  static final String SEEN_ABSENT = "SeenAbsent";
  static final String MISSING = Condition.MISSING;
  static final String RECREATING = "Recreating";
  static final String FOREIGN = "Foreign";
  static final String LATE_ARRIVAL = "LateArrival";
  static final String DRIFT_REPORTED = "DriftReported";
  static final String DRIFT_SURVIVED = "DriftSurvivedUpdate";
  static final String DRIFT_CORRECTED = "DriftCorrected";
  static final String EXPIRY_ANNOUNCED = "ExpiryAnnounced";
  static final String PROTECTED = "Protected";
  static final String UNHEARD = "NoticeNotAccepted";
  static final String QUARANTINED = "Quarantined";
  static final String CUTTING = "CuttingAccess";
  static final String LETTING_IN = "GivingAccessBack";
  static final String PAUSED = "Paused";
  static final String PAUSE_ENDED = "PauseEnded";
  static final String COPYING = "TakingFinalSnapshot";
  static final String COPIED = "FinalSnapshotTaken";
  static final String RESTORING = "Restoring";
  static final String PURGED = "Purged";
  static final String OBSERVE_ONLY = "ObserveOnly";
  static final String NOT_SWEPT = "NotSweptYet";
  static final String ACCOUNT_UNREACHABLE = "AccountUnreachable";
  static final String NO_PLUGIN = "PluginMissing";
  static final String CLOUD_SAYS = "CloudSays";
  static final String CLOUD_FAILED = "CloudFailed";
  static final String NO_KEY = "KeyUnavailable";
  static final String REFUSED = "Refused";
  static final String QUOTA = "QuotaExceeded";
  static final String THROTTLED = "Throttled";
  static final String UNREACHABLE = "Unreachable";
  static final String BUSY = "CloudBusy";
  static final String DEFECT = "PluginDefect";

  // Of bindings.
  static final String BOUND = "Bound";
  static final String ROTATED = "BindingRotated";
  static final String REVOKED = "BindingRevoked";
  static final String WITHDRAWN = "BindingWithdrawn";
  static final String SECRET_CHANGED = "SecretChanged";
  static final String REPAIRED = "BindingRepaired";
  static final String RELEASED = "Unbound";
  static final String BINDING_FAILED = "BindingFailed";

  private Reasons() {}

  static String of(ErrorCode code) {
    return switch (code.type()) {
      case USER -> REFUSED;
      case QUOTA -> QUOTA;
      case THROTTLED -> THROTTLED;
      case EXTERNAL -> code.answered() ? BUSY : UNREACHABLE;
      case INTERNAL -> DEFECT;
    };
  }
}
