package io.tidemark.alert.cause;

import java.util.Optional;

/** Packets were lost and had to be sent again. */
final class LossyNetwork implements Diagnosis {

    private static final String AGAIN = "system.network.tcp.retransmissions";
    private static final double LEAST = 0.01;
    private static final double STRENGTH = 0.75;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        double sent = evidence.value("system.network.tcp.segments_sent");
        return evidence.unusual(AGAIN).filter(again -> again.value() >= LEAST * sent)
                .map(again -> Finding.seen(STRENGTH,
                        "the network lost packets: " + Figure.text(again.metric(), again.value())
                                + " TCP segments were sent again"
                                + (sent > 0 ? ", " + Figure.share(again.value() / sent) + " of all" : ""),
                        again));
    }
}
