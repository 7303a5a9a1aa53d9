package dev.automat.catalog;

import dev.automat.spi.TagRules;
import dev.automat.spi.TypeDescriptor;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the installed plugins say their clouds take as tags. */
public final class TagForms {

  private static final TagForm COMMON = new TagForm(TagRules.COMMON);

  private final Map<TagRules, TagForm> byRules = new HashMap<>();
  private final Map<String, TagForm> byType = new HashMap<>();

  public TagForms(Collection<TypeDescriptor> types) {
    byRules.put(TagRules.COMMON, COMMON);
    for (TypeDescriptor type : types) {
      byType.put(type.type(), byRules.computeIfAbsent(type.tagRules(), TagForm::new));
    }
  }

  /** Of the type; of one that is not installed, what most clouds take. */
  public TagForm of(String type) {
    return Optional.ofNullable(byType.get(type)).orElse(COMMON);
  }

  /** All that differ. */
  public List<TagForm> all() {
    return List.copyOf(byRules.values());
  }
}
