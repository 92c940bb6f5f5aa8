package io.tidemark.alert.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.Properties;
import java.util.stream.Collectors;

/** The text of a mail. The same notification makes the same mail, `Message-ID` and `Date` included. */
final class EmailText {

    private EmailText() {}

    static MimeMessage mail(Envelope envelope, Notification notification) throws MessagingException {
        Message first = notification.messages().getFirst();
        MimeMessage mail = new StableMail(id(first.instance(), notification.key()));
        mail.setFrom(envelope.from());
        mail.setRecipients(jakarta.mail.Message.RecipientType.TO, envelope.to().toArray(InternetAddress[]::new));
        mail.setSubject(subject(notification), "UTF-8");
        mail.setSentDate(Date.from(first.endsAt() == null ? first.startsAt() : first.endsAt()));
        // Mail programs show what refers to the same mail, even one that never was, together.
        mail.setHeader("References", id(first.instance(), "alert-" + first.alert()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setText(body(notification), "UTF-8");
        mail.saveChanges();
        return mail;
    }

    static String preview(Envelope envelope, Notification notification) {
        return "From: " + envelope.from() + "\nTo: "
                + envelope.to().stream().map(InternetAddress::toString).collect(Collectors.joining(", "))
                + "\nSubject: " + subject(notification) + "\n\n" + body(notification);
    }

    private static String subject(Notification notification) {
        return Digest.of(notification).headline();
    }

    private static String body(Notification notification) {
        Digest digest = Digest.of(notification);
        String rest = digest.more() == 0 ? "" : "\n" + digest.rest() + "\n";
        return digest.shown().stream().map(EmailText::alert).collect(Collectors.joining("\n")) + rest;
    }

    private static String alert(Message message) {
        StringBuilder text = new StringBuilder(Digest.headline(message) + '\n');
        message.notes().forEach((name, note) -> line(text, name, note));
        String labels = message.series().toString();
        if (!labels.isEmpty()) {
            line(text, "labels", labels);
        }
        line(text, "since", message.startsAt().toString());
        if (message.endsAt() != null) {
            line(text, "until", message.endsAt().toString());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  ").append(name).append(": ").append(value.strip().replaceAll("\\R", "\n    ")).append('\n');
    }

    private static String id(String instance, String key) {
        return ("<" + key + "@" + instance + ".tidemark").replaceAll("[^A-Za-z0-9.@<-]", "-") + ">";
    }

    /** Keeps its id, which the library would make up. */
    private static final class StableMail extends MimeMessage {

        private final String id;

        StableMail(String id) {
            super(Session.getInstance(new Properties()));
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
