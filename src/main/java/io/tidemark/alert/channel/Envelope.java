package io.tidemark.alert.channel;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.List;

/** From whom to whom a mail goes. */
record Envelope(InternetAddress from, List<InternetAddress> to) {

    /** Takes the settings `from` and `to`, the latter separated by commas. */
    static Envelope of(ChannelOptions options) {
        List<InternetAddress> to = addresses(options, "to");
        List<InternetAddress> from = addresses(options, "from");
        if (from.size() != 1) {
            throw new IllegalArgumentException(options.key("from") + " must be one address");
        }
        return new Envelope(from.getFirst(), to);
    }

    private static List<InternetAddress> addresses(ChannelOptions options, String setting) {
        String text = options.required(setting);
        try {
            List<InternetAddress> addresses = Arrays.asList(InternetAddress.parse(text, true));
            for (InternetAddress address : addresses) {
                address.validate();
            }
            if (!addresses.isEmpty() && text.chars().noneMatch(Character::isISOControl)
                    && addresses.stream().allMatch(address -> address.getAddress().contains("@"))) {
                return addresses;
            }
        } catch (AddressException _) {
            // Said below.
        }
        throw new IllegalArgumentException(options.key(setting)
                + " must be addresses such as on-call@example.org, separated by commas");
    }
}
