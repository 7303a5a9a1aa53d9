package dev.automat.testkit;

import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceType;
import dev.automat.spi.TypeDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;

/**
 * The test that every plugin must pass. Extend it in the plugin's module, answer {@link
 * #harness()}, and run it:
 *
 * <pre>{@code
 * final class LocalConformanceIT extends ProvisionerConformance {
 *   @Override
 *   protected ConformanceHarness harness() {
 *     return new LocalHarness();
 *   }
 * }
 * }</pre>
 *
 * <p>The checks stand in one interface per theme. Each check of a resource type runs for every type
 * that the plugin declares. What a harness says it is {@linkplain ConformanceHarness#unable unable}
 * to bring about is reported as skipped, with its reason; nothing else is skipped.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ProvisionerConformance
    implements DescriptorChecks,
        LifecycleChecks,
        OwnershipChecks,
        OutageChecks,
        ChangeChecks,
        ListChecks,
        SecrecyChecks,
        BindingChecks,
        SharedSecretChecks,
        QuarantineChecks,
        RecoveryChecks,
        ConcurrencyChecks {

  private @Nullable ConformanceHarness harness;
  private @Nullable Provisioner provisioner;
  private final List<Subject> subjects = new ArrayList<>();

  /** A harness of its own for this class; called once, and closed after the last check. */
  protected abstract ConformanceHarness harness();

  @BeforeAll
  final void open() {
    ConformanceHarness made = harness();
    Provisioner opened = made.plugin().open(made.context());
    Map<String, ResourceType> operations = opened.types();
    for (TypeDescriptor descriptor : made.plugin().types()) {
      ResourceType type = operations.get(descriptor.type());
      if (type == null) {
        throw new IllegalStateException("declared but not opened: " + descriptor.type());
      }
      subjects.add(new Subject(descriptor, type, made));
    }
    harness = made;
    provisioner = opened;
  }

  @AfterEach
  final void cleanUp(TestReporter reporter) {
    bench().restore();
    for (Subject subject : subjects) {
      subject.cleanUp().forEach(failure -> reporter.publishEntry("not cleaned up", failure));
    }
  }

  @AfterAll
  final void close() {
    if (provisioner != null) {
      provisioner.close();
    }
    if (harness != null) {
      harness.close();
    }
  }

  @Override
  public final ConformanceHarness bench() {
    if (harness == null) {
      throw new IllegalStateException("the harness is made before the first check");
    }
    return harness;
  }

  @Override
  public final List<Subject> subjects() {
    return List.copyOf(subjects);
  }
}
