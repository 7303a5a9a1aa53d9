package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.Backup;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ResourceRef;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the description of a backup says: a backup has no labels of its own, and Google makes its
 * name. So whose it is stands there, and what it is called here.
 */
record BackupNote(Map<String, String> tags) {

  private static final String NAME = "automat-snapshot";

  static BackupNote of(ResourceRef ref, String name) {
    return of(OwnershipTags.of(ref), name);
  }

  static BackupNote of(Map<String, String> owner, String name) {
    Map<String, String> tags = new TreeMap<>(owner);
    tags.put(NAME, name);
    return new BackupNote(tags);
  }

  /** Without tags if the description says nothing in our words. */
  static BackupNote in(Backup backup) {
    try {
      return new BackupNote(
          JsonMapper.shared()
              .readValue(
                  Optional.ofNullable(backup.getDescription())
                      .filter(text -> text.startsWith("{"))
                      .orElse("{}"),
                  new TypeReference<TreeMap<String, String>>() {}));
    } catch (JacksonException somebodyElses) {
      return new BackupNote(Map.of());
    }
  }

  String text() {
    return JsonMapper.shared().writeValueAsString(tags);
  }

  boolean isOf(String name) {
    return name.equals(tags.get(NAME));
  }

  /** Whether it is one that Automat made. */
  boolean isNamed() {
    return tags.containsKey(NAME);
  }

  boolean isOfInstallation(String installation) {
    return installation.equals(tags.get(OwnershipTags.INSTALLATION));
  }
}
