package io.tidemark.alert.channel;

import jakarta.mail.MessagingException;
import java.util.Optional;
import java.util.Set;

/** Tells by e-mail: plain text, one mail a notification. */
final class EmailChannel implements Channel {

    private final SmtpServer server;
    private final Envelope envelope;

    EmailChannel(SmtpServer server, Envelope envelope) {
        this.server = server;
        this.envelope = envelope;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        Optional<String> objection = HostRule.objection(server.host());
        if (objection.isPresent()) {
            return new Delivery.Retry(server + " " + objection.get(), Optional.empty());
        }
        try {
            return server.send(EmailText.mail(envelope, notification));
        } catch (MessagingException e) {
            return new Delivery.Rejected("the mail could not be written (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public String preview(Notification notification) {
        return EmailText.preview(envelope, notification);
    }

    @Override
    public int most() {
        return Digest.MOST;
    }

    @Override
    public String toString() {
        return server.toString();
    }

    /**
     * Takes `host`, `from` and `to`, and what the server asks for: `port`, `security` (starttls, ssl or none),
     * `username` and `password`.
     */
    public static final class Factory implements ChannelFactory {

        @Override
        public String type() {
            return "email";
        }

        @Override
        public Set<String> required() {
            return Set.of("host", "from", "to");
        }

        @Override
        public Set<String> optional() {
            return Set.of("port", "security", "username", "password");
        }

        @Override
        public Channel create(ChannelOptions options) {
            return new EmailChannel(SmtpServer.of(options), Envelope.of(options));
        }
    }
}
