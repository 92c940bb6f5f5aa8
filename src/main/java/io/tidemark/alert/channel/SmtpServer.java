package io.tidemark.alert.channel;

import io.tidemark.metric.Nearest;
import io.tidemark.metric.Secret;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that takes mail. The certificate must name the host, and a password never travels in the open.
 *
 * @param password null when the server asks for none
 * @param deadline for a whole conversation
 * @param trust makes the connections of TLS; null for those of the JVM
 */
record SmtpServer(String host, int port, Security security, String username, @Nullable Secret password,
        Duration deadline, @Nullable SSLSocketFactory trust) {

    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final String CONNECT_MILLIS = "5000";
    private static final String READ_MILLIS = "10000";
    private static final int HIGHEST_PORT = 65_535;
    /** Of SMTP (RFC 5321, 4.2.1): from here on a refusal is final. */
    private static final int FINAL = 500;
    /** What the library quotes of a server that could not look at a password, or hung up. */
    private static final Pattern NOT_NOW = Pattern.compile("4\\d\\d|\\[EOF]");
    private static final Logger LOG = LoggerFactory.getLogger(SmtpServer.class);

    /** How the connection is protected, and the usual port. */
    enum Security {
        STARTTLS(587),
        SSL(465),
        NONE(25);

        private static final List<String> WORDS = Arrays.stream(values()).map(Security::word).toList();

        private final int port;

        Security(int port) {
            this.port = port;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Security parse(String key, String word) {
            return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("%s '%s' is not known; allowed are %s%s"
                            .formatted(key, word, String.join(", ", WORDS), Nearest.hint(word, WORDS))));
        }
    }

    static SmtpServer of(ChannelOptions options) {
        String host = HostRule.bare(options.required("host"));
        if (!host.matches("[a-z0-9._:-]{1,253}")) {
            throw new IllegalArgumentException(options.key("host") + " must be the name of a mail server");
        }
        HostRule.check(options.key("host"), host);
        Security security = options.optional("security")
                .map(word -> Security.parse(options.key("security"), word)).orElse(Security.STARTTLS);
        Optional<String> password = options.optional("password");
        if (password.isPresent() && security == Security.NONE) {
            throw new IllegalArgumentException(options.key("password")
                    + " would travel in the open; use it with security starttls or ssl");
        }
        if (password.isPresent() != options.optional("username").isPresent()) {
            throw new IllegalArgumentException(
                    options.key("username") + " and password are given together or not at all");
        }
        return new SmtpServer(host, port(options, security), security, options.optional("username").orElse(""),
                password.map(Secret::new).orElse(null), DEADLINE, null);
    }

    private static int port(ChannelOptions options, Security security) {
        String text = options.optional("port").orElse(Integer.toString(security.port));
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new IllegalArgumentException(options.key("port") + " must be 1 to " + HIGHEST_PORT);
        }
        return Integer.parseInt(text);
    }

    /** Sends once. */
    Delivery send(MimeMessage mail) throws InterruptedException {
        CompletableFuture<Delivery> answer = new CompletableFuture<>();
        Thread conversation = Thread.ofVirtual().name("smtp").start(() -> answer.complete(converse(mail)));
        try {
            // Timeouts of the library are for each line: one that says a word now and then would hold the channel.
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return retry("did not answer within " + deadline.toMillis() + " ms");
        } catch (ExecutionException _) {
            throw new IllegalStateException("unexpected failure while telling " + this);
        } finally {
            conversation.interrupt(); // closes the socket of a virtual thread
        }
    }

    private Delivery converse(MimeMessage mail) {
        try (Transport transport = transport()) {
            if (password == null) {
                transport.connect(host, port, null, null);
            } else {
                transport.connect(host, port, username, password.value());
            }
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Delivery.Delivered();
        } catch (AuthenticationFailedException e) {
            return notLetIn(e);
        } catch (SendFailedException e) {
            return refused(e);
        } catch (MessagingException | RuntimeException e) {
            // Only the kind: its text may quote names and addresses.
            return retry("could not be reached (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Its text is what the server said last. */
    private Delivery notLetIn(AuthenticationFailedException e) {
        return NOT_NOW.matcher(String.valueOf(e.getMessage())).lookingAt()
                ? retry("did not let anybody log in")
                : new Delivery.Rejected(this + " did not take the username and password");
    }

    /** Who else is told does not depend on one address that is wrong, or whose mailbox is full. */
    private Delivery refused(SendFailedException e) {
        int code = code(e);
        int taken = e.getValidSentAddresses() == null ? 0 : e.getValidSentAddresses().length;
        if (taken > 0) {
            LOG.warn("{} took a mail for {} of its addresses and answered {} to another, who is not told", this, taken,
                    code);
            return new Delivery.Delivered();
        }
        return code >= FINAL ? new Delivery.Rejected(this + " answered " + code) : retry("answered " + code);
    }

    private static int code(Exception e) {
        int nested = e instanceof MessagingException outer && outer.getNextException() != null
                ? code(outer.getNextException())
                : 0;
        return nested > 0 ? nested : switch (e) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> 0;
        };
    }

    private Transport transport() throws MessagingException {
        return Session.getInstance(properties()).getTransport(security == Security.SSL ? "smtps" : "smtp");
    }

    private Properties properties() {
        String protocol = security == Security.SSL ? "mail.smtps." : "mail.smtp.";
        Properties properties = new Properties();
        Consumer<String> on = name -> properties.setProperty(protocol + name, "true");
        on.accept("ssl.checkserveridentity");
        on.accept("sendpartial");
        if (security == Security.STARTTLS) {
            on.accept("starttls.enable");
            on.accept("starttls.required");
        }
        if (password != null) {
            on.accept("auth");
        }
        properties.setProperty(protocol + "connectiontimeout", CONNECT_MILLIS);
        properties.setProperty(protocol + "timeout", READ_MILLIS);
        properties.setProperty(protocol + "writetimeout", READ_MILLIS);
        if (trust != null) {
            properties.put(protocol + "ssl.socketFactory", trust);
        }
        return properties;
    }

    private Delivery retry(String what) {
        return new Delivery.Retry(this + " " + what, Optional.empty());
    }

    @Override
    public String toString() {
        return "smtp://" + host + ":" + port;
    }
}
