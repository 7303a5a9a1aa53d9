package dev.automat.provisioner.aws.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The operations of AWS that compiled classes call, read from what their byte code refers to. */
final class SdkOperations {

  private static final Pattern CLIENT =
      Pattern.compile("software/amazon/awssdk/services/([a-z]+)/[A-Za-z0-9]+Client");

  /** Where the prefix of IAM's actions is not the name of the SDK's package. */
  private static final Map<String, String> PREFIXES = Map.of("resourcegroupstaggingapi", "tag");

  /** Of the client itself, and no call to AWS. */
  private static final Set<String> NO_OPERATIONS = Set.of("builder", "create", "close");

  private SdkOperations() {}

  /**
   * All of them, in IAM's form, such as {@code sqs:CreateQueue}, but for those of the key service:
   * that one is called as the process itself, and what it may stands in the policy of its key.
   */
  static Set<String> in(Path classes) {
    try (Stream<Path> files = Files.walk(classes)) {
      Set<String> operations = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.getParent().endsWith("kms"))
          .flatMap(SdkOperations::called)
          .forEach(operations::add);
      return operations;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Method references are in the constant pool, too, so that none is overlooked. */
  private static Stream<String> called(Path file) {
    try {
      return StreamSupport.stream(
              ClassFile.of().parse(file).constantPool().spliterator(), /* parallel= */ false)
          .filter(MemberRefEntry.class::isInstance)
          .map(MemberRefEntry.class::cast)
          .flatMap(SdkOperations::operation);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<String> operation(MemberRefEntry member) {
    Matcher client = CLIENT.matcher(member.owner().asInternalName());
    String method = member.name().stringValue();
    if (!client.matches() || NO_OPERATIONS.contains(method)) {
      return Stream.empty();
    }
    String service = PREFIXES.getOrDefault(client.group(1), client.group(1));
    String operation = method.replaceFirst("Paginator$", "");
    return Stream.of(
        service
            + ":"
            + operation.substring(0, 1).toUpperCase(Locale.ROOT)
            + operation.substring(1));
  }
}
