package dev.automat.provisioner.local.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.provisioner.local.postgres.TagComment.Stage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagCommentTest {

  @Test
  void whatIsWrittenIsRead() {
    TagComment comment =
        new TagComment(Map.of("a", "it's \"b\"", "c", ""), Optional.of(Stage.DELETING));
    assertEquals(comment, TagComment.parse(comment.text()));
  }

  @Test
  void theSameTagsGiveTheSameText() {
    assertEquals(
        "{\"tags\":{\"a\":\"1\",\"b\":\"2\"}}",
        new TagComment(Map.of("b", "2", "a", "1"), Optional.empty()).text());
  }

  @Test
  void whatAPersonWroteHoldsNoTags() {
    assertEquals(TagComment.NONE, TagComment.parse(null));
    assertEquals(TagComment.NONE, TagComment.parse("the orders of 2019"));
    assertEquals(TagComment.NONE, TagComment.parse("{broken"));
    assertEquals(TagComment.NONE, TagComment.parse("{\"stage\": \"UNHEARD\", \"tags\": 3}"));
  }
}
