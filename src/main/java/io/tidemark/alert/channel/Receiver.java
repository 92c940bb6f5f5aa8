package io.tidemark.alert.channel;

/**
 * Who is told what, by which way.
 *
 * @param type as written in the settings
 */
public record Receiver(String type, Route route, Channel channel) {}
