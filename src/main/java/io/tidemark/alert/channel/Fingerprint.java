package io.tidemark.alert.channel;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/** Names a set of labels in sixteen digits, the same ones as in Prometheus and Alertmanager: FNV-1a over names and values. */
final class Fingerprint {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Fingerprint() {}

    static String of(SortedMap<String, String> labels) {
        long hash = FNV_OFFSET;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            hash = add(add(hash, label.getKey()), label.getValue());
        }
        return "%016x".formatted(hash);
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            sum = (sum ^ (b & 0xff)) * FNV_PRIME;
        }
        return (sum ^ 0xff) * FNV_PRIME;
    }
}
