package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.UpdateInstanceRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.FieldMask;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ProvisionerException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of an instance's labels and of nothing else, followed as long as that is quick. */
record LabelChange(Instances instances, Instance before) {

  private static final int MOST = 64;

  /**
   * Changes them, unless they are so. What Google takes longer for is its own to finish: the next
   * look at the grants sees whether it did, and what else is to be written waits ({@code busy}).
   *
   * @throws ProvisionerException of type EXTERNAL while Google is at work on the instance, of type
   *     QUOTA if there are too many
   */
  void to(Map<String, String> labels) {
    if (labels.equals(before.getLabelsMap())) {
      return;
    }
    if (labels.size() > MOST) {
      throw new ProvisionerException(
          new ErrorCode("too-many-grants", ErrorType.QUOTA),
          "%s has %d labels, one for each grant and tag, and Google takes %d"
              .formatted(before.getName(), before.getLabelsCount(), MOST),
          "take bindings or labels of the request away");
    }
    Work now = Work.on(before.getName(), instances.operations());
    if (InstanceReading.state(before, now) == State.WORKING) {
      throw new ProvisionerException(
          ErrorCode.ofOneResource("busy"),
          now.underWay().orElse("Google is at work on it: " + before.getState()),
          "nothing: it is tried again once that is done");
    }
    Operation begun =
        instances.change(
            UpdateInstanceRequest.newBuilder()
                .setInstance(Instance.newBuilder().setName(before.getName()).putAllLabels(labels))
                .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                .build());
    requireSuccess(Following.of(instances).toTheEnd(begun));
  }

  private static void requireSuccess(Operation seen) {
    Optional<String> failure = new Work(List.of(seen)).failure();
    if (failure.isPresent()) {
      throw new ProvisionerException(
          ErrorCode.ofOneResource("operation-failed"),
          failure.get(),
          "look at the operation in the console; it is tried again");
    }
  }
}
