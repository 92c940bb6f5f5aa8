package io.tidemark.alert.channel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a channel of Slack by an incoming webhook: a headline, and an attachment in the colour of each alert. Source:
 * Slack's documentation on incoming webhooks, formatting text and attachments.
 */
final class SlackChannel {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** Of the text of one block. */
    private static final int LONGEST = 3_000;

    private SlackChannel() {}

    static String body(Notification notification) {
        Digest digest = Digest.of(notification);
        Stream<Attachment> rest = digest.more() == 0
                ? Stream.of()
                : Stream.of(new Attachment("warning", List.of(Block.section(escaped(digest.rest())))));
        return JSON.writeValueAsString(new Body(escaped(digest.headline()),
                Stream.concat(digest.shown().stream().map(SlackChannel::attachment), rest).toList()));
    }

    private static Attachment attachment(Message message) {
        StringBuilder text = new StringBuilder("*" + escaped(message.name()) + "* is " + message.status()
                + " (" + escaped(message.severity()) + ") on " + escaped(message.instance()) + '\n'
                + escaped(message.summary()));
        message.notes().forEach((name, note) -> text.append('\n').append(name).append(": ").append(escaped(note)));
        String labels = message.series().toString();
        if (!labels.isEmpty()) {
            text.append('\n').append(escaped(labels));
        }
        return new Attachment(colour(message), List.of(Block.section(fitting(text.toString()))));
    }

    private static String colour(Message message) {
        return message.resolved() ? "good" : message.severity().equals("critical") ? "danger" : "warning";
    }

    /** Nobody is called by `<!channel>` and no link is made: these three characters are all that Slack reads. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Never ends within an escaped character. */
    private static String fitting(String escaped) {
        String cut = Digest.shortened(escaped, LONGEST);
        return cut.length() == escaped.length() ? cut : cut.replaceFirst("&[a-z]{0,3}…$", "…");
    }

    private record Body(String text, List<Attachment> attachments) {}

    private record Attachment(String color, List<Block> blocks) {}

    private record Block(String type, Text text) {

        static Block section(String text) {
            return new Block("section", new Text("mrkdwn", text, true));
        }
    }

    /** @param verbatim keeps Slack from looking for addresses and names in the text */
    private record Text(String type, String text, boolean verbatim) {}

    /** Takes the webhook's address as `url`, which is a secret as a whole. */
    public static final class Factory implements ChannelFactory {

        @Override
        public String type() {
            return "slack";
        }

        @Override
        public Set<String> required() {
            return Set.of("url");
        }

        @Override
        public Set<String> optional() {
            return Set.of();
        }

        @Override
        public Channel create(ChannelOptions options) {
            return new JsonChannel(HttpPost.of(options), SlackChannel::body, Digest.MOST,
                    Optional.empty());
        }
    }
}
