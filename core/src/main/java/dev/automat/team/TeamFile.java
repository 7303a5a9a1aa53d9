package dev.automat.team;

import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.document.DocumentException.Complaint;
import dev.automat.document.Documents;
import dev.automat.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The teams of a file: documents of teams, or what Backstage exports. All of it, or nothing. */
public final class TeamFile {

  private static final String ID = "/metadata/id";

  private final String issuer;
  private final Collection<String> placements;
  private final BackstageEntities entities;
  private final Map<String, TeamSpec> teams = new LinkedHashMap<>();
  private final List<Complaint> complaints = new ArrayList<>();

  private TeamFile(List<Document> documents, String issuer, Collection<String> placements) {
    this.issuer = issuer;
    this.placements = placements;
    this.entities =
        new BackstageEntities(
            documents.stream().filter(BackstageEntities::isEntity).toList(), issuer);
  }

  /**
   * The teams by their ids.
   *
   * @param source how to call the text in complaints
   * @param placements names of the placement rules there are
   * @throws DocumentException with line and column of all that is wrong, also if there is no team
   */
  public static Map<String, TeamSpec> read(
      String source, String text, String issuer, Collection<String> placements) {
    List<Document> documents = Documents.parseAll(source, text);
    TeamFile file = new TeamFile(documents, issuer, placements);
    documents.forEach(file::take);
    if (!file.complaints.isEmpty()) {
      throw new DocumentException(file.complaints);
    }
    if (file.teams.isEmpty()) {
      // An export that broke off must not end all teams.
      throw new DocumentException(source + ":1:1", "", "names no team: is it the whole export?");
    }
    return file.teams;
  }

  private void take(Document document) {
    if (BackstageEntities.isEntity(document) && issuer.isEmpty()) {
      complain(document, "", "names people of nobody knows which issuer: set teamSync.issuer");
    } else if (BackstageEntities.isEntity(document)) {
      Optional<String> id = entities.teamOf(document);
      id.ifPresent(
          team ->
              add(
                  document,
                  team,
                  BackstageEntities.pointerOfId(document),
                  entities.spec(document)));
    } else if (document.root().path("kind").asString("").equals("Team")) {
      String id = document.root().at(ID).asString("");
      TeamForm.check("/spec", document.root().path("spec"), placements)
          .forEach(
              wrong -> complain(document, wrong.pointer(), wrong.message() + ": " + wrong.fix()));
      if (complaints.isEmpty()) {
        add(document, id, ID, TeamForm.read(document.root().path("spec")));
      }
    } else {
      complain(document, "", "is neither a Team nor an entity of Backstage: take it out");
    }
  }

  private void add(Document document, String id, String pointer, TeamSpec spec) {
    if (!ResourceKey.isName(id)) {
      complain(
          document,
          pointer,
          "\""
              + id
              + "\" can not be the id of a team: use 1–40 lowercase letters, digits and single"
              + " hyphens, a letter first"
              + (BackstageEntities.isEntity(document)
                  ? ", in the annotation " + BackstageEntities.TEAM
                  : ""));
    } else if (teams.putIfAbsent(id, spec) != null) {
      complain(document, pointer, "another team has the id " + id + ": give it one of its own");
    }
  }

  private void complain(Document document, String pointer, String message) {
    complaints.add(new Complaint(document.place(pointer), pointer, message));
  }
}
