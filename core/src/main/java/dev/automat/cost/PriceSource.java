package dev.automat.cost;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.Documents;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Where the official list of a cloud is, and how it calls what our prices are of: {@code
 * prices/lists/<cloud>.yaml}.
 *
 * @param base such as {@code https://pricing.us-east-1.amazonaws.com}
 * @param path behind it, with {@code {service}} and {@code {region}}
 */
public record PriceSource(
    String cloud, Format format, String base, String path, List<Service> services) {

  /** How a list is written. */
  public enum Format {
    AWS_OFFERS,
    GCP_SKUS
  }

  /**
   * One service.
   *
   * @param file the price file of a region, with {@code {region}}
   */
  public record Service(String name, String file, List<Match> prices) {

    /** The name of the price file. */
    public String file(String region) {
      return file.replace("{region}", region);
    }
  }

  /**
   * One key of ours.
   *
   * @param unit the list's own unit
   * @param per how many of the list's units ours has
   * @param attributes what the list says of it, any of these; {@code {class}} stands for what our
   *     price goes by
   * @param values by what our price goes by, how the list calls each
   */
  public record Match(
      String key,
      String unit,
      BigDecimal per,
      Map<String, List<String>> attributes,
      Map<String, Map<String, String>> values) {}

  private static final Schema FORM = form();

  private static Schema form() {
    try (InputStream in = PriceSource.class.getResourceAsStream("lists.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("lists.schema.json is missing from the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Schema.own(Json.read(text, JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads it.
   *
   * @throws DocumentException if it is wrong
   * @throws IOException if it can not be read
   */
  public static PriceSource load(Path file) throws IOException {
    Document document = Documents.parse(file.toString(), Files.readString(file));
    JsonNode root = document.root();
    List<DocumentException.Complaint> complaints =
        FORM.check(root).stream()
            .map(
                problem ->
                    new DocumentException.Complaint(
                        document.place(problem.pointer()),
                        problem.pointer(),
                        problem.message() + ": " + problem.fix()))
            .toList();
    if (!complaints.isEmpty()) {
      throw new DocumentException(complaints);
    }
    return new PriceSource(
        root.path("cloud").asString(),
        root.path("format").asString().equals("aws-offers") ? Format.AWS_OFFERS : Format.GCP_SKUS,
        root.path("base").asString(),
        root.path("path").asString(),
        root.path("services").valueStream().map(PriceSource::service).toList());
  }

  private static Service service(JsonNode node) {
    return new Service(
        node.path("service").asString(),
        node.path("file").asString(),
        node.path("prices").valueStream().map(PriceSource::match).toList());
  }

  private static Match match(JsonNode node) {
    Map<String, List<String>> attributes = new HashMap<>();
    node.path("match")
        .properties()
        .forEach(
            each ->
                attributes.put(
                    each.getKey(),
                    each.getValue().isArray()
                        ? each.getValue().valueStream().map(JsonNode::asString).toList()
                        : List.of(each.getValue().asString())));
    Map<String, Map<String, String>> values = new HashMap<>();
    node.path("values")
        .properties()
        .forEach(
            each -> {
              Map<String, String> names = new HashMap<>();
              each.getValue()
                  .properties()
                  .forEach(name -> names.put(name.getKey(), name.getValue().asString()));
              values.put(each.getKey(), names);
            });
    return new Match(
        node.path("key").asString(),
        node.path("unit").asString(),
        new BigDecimal(node.path("per").asString("1")),
        attributes,
        values);
  }
}
