package io.tidemark.probe.target;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis URL as its fields; nothing else of what was written is used. */
record RedisUrl(boolean encrypted, Host host, int database) {

    static final String ALLOWED = "redis://host[:port][/database] or rediss://… for TLS";

    private static final Pattern FORM = Pattern.compile("redis(s?)://([^/?#]*)(?:/([0-9]{0,4}))?");

    static RedisUrl parse(String key, String url) {
        if (url.contains("?") || url.contains("#")) {
            throw new IllegalArgumentException(key + ": takes no parameters; allowed is " + ALLOWED);
        }
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    key + ": is not understood; allowed is " + ALLOWED + ", the database being a number up to 9999");
        }
        String database = matcher.group(3);
        return new RedisUrl(!matcher.group(1).isEmpty(), Host.parse(key, matcher.group(2), 6379),
                database == null || database.isEmpty() ? 0 : Integer.parseInt(database));
    }

    @Override
    public String toString() {
        return (encrypted ? "rediss://" : "redis://") + host + "/" + database;
    }
}
