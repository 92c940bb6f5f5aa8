package io.tidemark.alert.channel;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A notification as people can read it: the worst first, and no more than they would.
 *
 * @param headline one line without control characters
 * @param more changes that are not shown
 */
record Digest(String headline, List<Message> shown, int more) {

    /** Alerts that are listed one by one. */
    static final int SHOWN = 20;
    /** So many changes a message to people may stand for. */
    static final int MOST = 10_000;

    private static final int NAMED = 3;
    private static final int LONGEST_HEADLINE = 200;
    private static final Comparator<Message> WORST_FIRST = Comparator.comparing(Message::resolved)
            .thenComparing(message -> !message.severity().equals("critical"))
            .thenComparing(Message::change, Comparator.reverseOrder());

    static Digest of(Notification notification) {
        List<Message> sorted = notification.messages().stream().sorted(WORST_FIRST).toList();
        List<Message> shown = sorted.stream().limit(SHOWN).toList();
        String headline = sorted.size() == 1 && notification.more() == 0
                ? headline(sorted.getFirst())
                : headline(sorted, notification.more());
        return new Digest(shortened(headline, LONGEST_HEADLINE), shown,
                sorted.size() - shown.size() + notification.more());
    }

    /** How many are not shown and where they are; empty when all are. */
    String rest() {
        return more == 0 ? "" : String.format(Locale.ROOT, "and %,d more: GET /api/v1/alerts has them all", more);
    }

    static String headline(Message message) {
        return oneLine("%s %s: %s on %s: %s".formatted(message.resolved() ? "RESOLVED" : "FIRING", message.severity(),
                message.name(), message.instance(), message.summary()));
    }

    private static String headline(List<Message> messages, int more) {
        long resolved = messages.stream().filter(Message::resolved).count();
        List<String> names = messages.stream().map(Message::name).distinct().toList();
        String others = names.size() > NAMED ? " and others" : "";
        return oneLine(String.format(Locale.ROOT, "%,d firing, %,d resolved%s on %s: %s%s", messages.size() - resolved,
                resolved, more == 0 ? "" : String.format(Locale.ROOT, ", %,d more", more),
                messages.getFirst().instance(),
                names.stream().limit(NAMED).collect(Collectors.joining(", ")), others));
    }

    /** Labels are free text: a line feed in one must not forge another line or header. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
    }

    static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
