package dev.automat.notify;

import dev.automat.notify.SinkSettings.Smtp;
import dev.automat.notify.SinkSettings.Smtp.Security;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Sends mails to the contacts of a team. The server's address is not held against the rules for
 * webhooks: only the configuration names it, and it mostly stands in the platform's own network.
 */
record SmtpSink(Smtp settings, Teams teams, SSLContext tls) implements Sink {

  private static final String PATIENCE_MILLIS = "10000";

  @Override
  public Answer send(Notice notice, Instant now) {
    InternetAddress[] recipients = recipients(notice);
    if (recipients.length == 0) {
      return Answer.Failed.forGood(
          "the team " + notice.team() + " has no contact that is a mail address");
    }
    try {
      MimeMessage message = message(notice, recipients);
      try (Transport transport = message.getSession().getTransport("smtp")) {
        connect(transport);
        transport.sendMessage(message, recipients);
      }
      return new Answer.Accepted();
    } catch (SendFailedException e) {
      return refused(e);
    } catch (AuthenticationFailedException e) {
      return Answer.Failed.down("it refuses the login");
    } catch (IOException e) {
      return Answer.Failed.now(String.valueOf(e.getMessage()));
    } catch (MessagingException e) {
      return Answer.Failed.down("it can not be reached, or not as securely as configured");
    }
  }

  private void connect(Transport transport) throws MessagingException, IOException {
    if (settings.username().isEmpty()) {
      transport.connect();
      return;
    }
    String password =
        settings.passwordFile().isPresent() ? SecretFile.line(settings.passwordFile().get()) : "";
    transport.connect(
        settings.host(), settings.port(), settings.username().orElseThrow(), password);
  }

  /** What one of the recipients has, somebody has. */
  private static Answer refused(SendFailedException e) {
    if (e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0) {
      return new Answer.Accepted();
    }
    boolean all = e.getValidUnsentAddresses() == null || e.getValidUnsentAddresses().length == 0;
    return all && e.getInvalidAddresses() != null
        ? Answer.Failed.forGood("it refuses all recipients")
        : Answer.Failed.now("it did not take the mail");
  }

  private InternetAddress[] recipients(Notice notice) {
    Optional<TeamSpec> team = settings.contacts() ? teams.find(notice.team()) : Optional.empty();
    Set<InternetAddress> recipients = new LinkedHashSet<>();
    Stream.of(
            team.stream().flatMap(spec -> spec.contacts().stream()),
            team.stream().flatMap(spec -> spec.owner().stream()),
            settings.to().stream())
        .flatMap(each -> each)
        .map(SmtpSink::address)
        .flatMap(Optional::stream)
        .forEach(recipients::add);
    return recipients.toArray(InternetAddress[]::new);
  }

  /** Contacts may be links, and owners groups. */
  private static Optional<InternetAddress> address(String text) {
    if (!text.contains("@")) {
      return Optional.empty();
    }
    try {
      InternetAddress address = new InternetAddress(text, true);
      address.validate();
      return Optional.of(address);
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  private MimeMessage message(Notice notice, Address[] recipients) throws MessagingException {
    InternetAddress from = new InternetAddress(settings.from(), true);
    MimeMessage message = new WithId(session(), "<" + notice.id() + "@" + domain(from) + ">");
    message.setFrom(from);
    message.setRecipients(RecipientType.TO, recipients);
    message.setSubject(notice.reason() + ": " + notice.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(notice.at()));
    // RFC 3834: nobody's absence is answered.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setText(text(notice), StandardCharsets.UTF_8.name());
    return message;
  }

  private static String domain(InternetAddress from) {
    return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
  }

  private static String text(Notice notice) {
    return String.join(
        "\n",
        notice.message(),
        "",
        "resource:    " + notice.subject(),
        "environment: " + notice.environment(),
        "uid:         " + notice.uid(),
        "written at:  " + notice.at(),
        "expires at:  " + notice.expires().map(Instant::toString).orElse("never"),
        "");
  }

  private Session session() {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "mail.smtp.host",
            settings.host(),
            "mail.smtp.port",
            Integer.toString(settings.port()),
            "mail.smtp.connectiontimeout",
            PATIENCE_MILLIS,
            "mail.smtp.timeout",
            PATIENCE_MILLIS,
            "mail.smtp.writetimeout",
            PATIENCE_MILLIS,
            "mail.smtp.auth",
            Boolean.toString(settings.username().isPresent()),
            "mail.smtp.sendpartial",
            "true"));
    if (settings.security() != Security.NONE) {
      boolean direct = settings.security() == Security.TLS;
      properties.setProperty(direct ? "mail.smtp.ssl.enable" : "mail.smtp.starttls.enable", "true");
      properties.setProperty("mail.smtp.starttls.required", Boolean.toString(!direct));
      properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
      properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
    }
    return Session.getInstance(properties);
  }

  /** One that keeps its id, so that a mailbox can drop repeats. */
  private static final class WithId extends MimeMessage {

    private final String id;

    WithId(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
