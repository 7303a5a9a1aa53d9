package dev.automat.provisioner.template;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.NamingRule;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Steps 3 to 7 of the walk: one resource type. What it can do besides has classes of its own. Every
 * operation may be repeated at any time, because none of them remembers anything: each looks first,
 * and then does what is still to do.
 */
final class FolderType implements ResourceType {

  static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
              "folders/folder",
              """
              {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "note": {"type": "string", "description": "What the folder is for, in a person's words."},
                  "quotaMiB": {"type": "integer", "minimum": 1, "description": "How much it may hold, in MiB; never shrinks."},
                  "format": {"type": "string", "enum": ["plain", "archive"], "description": "How content is kept."}
                }
              }
              """,
              // "note" is not named here: it changes in place.
              Map.of("quotaMiB", Change.GROW_ONLY, "format", Change.REPLACE),
              new NamingRule(60),
              ListDepth.FULL,
              CredentialNeed.NONE,
              List.of("path"),
              // A disk shows at once what was done to it. A cloud whose reads lag says here for how
              // long.
              Duration.ZERO,
              Duration.ofSeconds(1),
              new RateLimit(200, 20))
          // Only what is declared here is ever asked for.
          .withAbilities(Ability.QUARANTINE, Ability.RECOVERY);

  private static final int PAGE_SIZE = 100;
  private static final String TAG = "tag.";
  private static final String SETTING = "setting.";

  private final FolderCloud cloud;

  FolderType(FolderCloud cloud) {
    this.cloud = cloud;
  }

  /** Step 3: absent, foreign, or ours; a failure of the cloud is none of them, and is thrown. */
  @Override
  public Observation observe(ResourceRef ref) {
    Path folder = path(ref);
    Optional<Properties> label = cloud.label(folder);
    if (label.isEmpty()) {
      return new Observation.Absent();
    }
    return isForeign(label.get(), ref)
        ? new Observation.Foreign(folder + " carries " + tags(label.get()))
        : present(folder, label.get());
  }

  /**
   * Step 4: what exists and is ours is left as it is. A folder without any label is one that an
   * earlier attempt did not finish, so this goes on making it. The name holds the uid, so the same
   * name is the same resource; a cloud that makes up its own ids would be given {@link
   * Desired#idempotencyToken()} and searched by tag first.
   */
  @Override
  public Outcome create(Desired desired) {
    Path folder = path(desired.ref());
    Properties label = owned(desired.ref(), folder).orElseGet(Properties::new);
    if (label.isEmpty()) {
      write(label, desired);
      cloud.make(folder, label);
    }
    return new Outcome.Finished(present(folder, label));
  }

  /**
   * Step 5: ownership is verified again right before the write. Only what is desired is written;
   * other keys and tags are left alone.
   */
  @Override
  public Outcome update(Desired desired, Present observed) {
    Path folder = path(desired.ref());
    Properties label =
        owned(desired.ref(), folder)
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.UNREACHABLE,
                        folder + " went away meanwhile",
                        "it is observed again"));
    refuseImpossible(desired.settings(), settings(label));
    write(label, desired);
    cloud.relabel(folder, label);
    return new Outcome.Finished(present(folder, label));
  }

  /** Step 6: with its children; what is gone already is success. */
  @Override
  public void delete(ResourceRef ref) {
    Path folder = path(ref);
    if (owned(ref, folder).isPresent()) {
      cloud.delete(folder);
    }
  }

  /** Step 7: everything of our installation, at the depth that the descriptor declares. */
  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    List<ListPage.Listed> items = new ArrayList<>();
    String last = pageToken.orElse("");
    for (String name : cloud.names(scope)) {
      if (name.compareTo(last) <= 0) {
        continue;
      }
      if (items.size() == PAGE_SIZE) {
        return new ListPage(items, Optional.of(last));
      }
      last = name;
      Path folder = cloud.path(scope, name);
      cloud
          .label(folder)
          .filter(label -> scope.installation().equals(tags(label).get(OwnershipTags.INSTALLATION)))
          .ifPresent(label -> items.add(listed(name, folder, label)));
    }
    return new ListPage(items, Optional.empty());
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return Optional.of(new FolderQuarantine(this, cloud));
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return Optional.of(new FolderSnapshots(this, cloud));
  }

  Path path(ResourceRef ref) {
    return cloud.path(ref.scope(), ref.externalName());
  }

  /** The label of what stands there, if anything does; an exception if that is not ours. */
  Optional<Properties> owned(ResourceRef ref, Path folder) {
    Optional<Properties> label = cloud.label(folder);
    if (label.isPresent() && isForeign(label.get(), ref)) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          folder + " carries " + tags(label.get()),
          "move it away, or ask under another name");
    }
    return label;
  }

  /** A missing tag does not make it another's: the name, which holds the uid, says so too. */
  private static boolean isForeign(Properties label, ResourceRef ref) {
    return OwnershipTags.ownerOf(tags(label), ref) == Owner.FOREIGN;
  }

  /**
   * What admission refuses before, unless it did not know what stands: the plugin has the last say.
   */
  private static void refuseImpossible(Map<String, Object> wanted, Map<String, Object> standing) {
    if (wanted.get("quotaMiB") instanceof Long want
        && standing.get("quotaMiB") instanceof Long got
        && want < got) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "quotaMiB is " + got + " and can not shrink to " + want,
          "ask for at least " + got);
    }
    Object format = standing.get("format");
    if (format != null && !wanted.getOrDefault("format", format).equals(format)) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "format is " + format + " and can not change in place",
          "make another folder and copy what is in this one");
    }
  }

  private static void write(Properties label, Desired desired) {
    desired.settings().forEach((key, value) -> label.setProperty(SETTING + key, value.toString()));
    desired.tags().forEach((key, value) -> label.setProperty(TAG + key, value));
  }

  /** The label of what is new. */
  static Properties labelled(Desired desired) {
    Properties label = new Properties();
    write(label, desired);
    return label;
  }

  /** The label with these tags, whatever others it has. */
  static Properties labelled(Properties standing, Map<String, String> tags) {
    Properties label = new Properties();
    label.putAll(standing);
    tags.forEach((key, value) -> label.setProperty(TAG + key, value));
    return label;
  }

  static Map<String, String> tags(Properties label) {
    Map<String, String> tags = new HashMap<>();
    for (String name : label.stringPropertyNames()) {
      if (name.startsWith(TAG)) {
        tags.put(name.substring(TAG.length()), label.getProperty(name, ""));
      }
    }
    return tags;
  }

  /** In the types of the schema: a number that comes back as text would be drift for ever. */
  private static Map<String, Object> settings(Properties label) {
    Map<String, Object> settings = new HashMap<>();
    for (String name : label.stringPropertyNames()) {
      if (name.startsWith(SETTING)) {
        String key = name.substring(SETTING.length());
        String value = label.getProperty(name, "");
        settings.put(key, key.equals("quotaMiB") ? Long.valueOf(value) : value);
      }
    }
    return settings;
  }

  private static ListPage.Listed listed(String name, Path folder, Properties label) {
    return new ListPage.Listed(
        name, Optional.ofNullable(tags(label).get(OwnershipTags.UID)), present(folder, label));
  }

  static Present present(Path folder, Properties label) {
    return new Present(
        Optional.empty(),
        State.AVAILABLE,
        "",
        settings(label),
        tags(label),
        Map.of("path", folder.toString()),
        List.of(new Part("inbox", folder.resolve(FolderCloud.INBOX).toString(), Optional.empty())));
  }
}
