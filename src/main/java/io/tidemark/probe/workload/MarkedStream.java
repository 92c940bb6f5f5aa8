package io.tidemark.probe.workload;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.WebSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.BitSet;

/** One WebSocket of a run whose messages are numbered, so that it is known of each whether, when and how often it came. */
final class MarkedStream {

    private final WebSocket socket;
    private final Assignment assignment;
    private final MarkedText text;
    private final Traffic traffic;
    private final int stream;
    private final byte[] message;
    private final long[] sentAt;
    private final BitSet answered = new BitSet();
    private final Mark mark = new Mark();
    private int sent;
    /** Those before it have come or are not waited for any more. */
    private int awaited;
    private boolean late;

    /** @param most messages in flight at once */
    MarkedStream(WebSocket socket, Assignment assignment, MarkedText text, Traffic traffic, int most) {
        this.socket = socket;
        this.assignment = assignment;
        this.text = text;
        this.traffic = traffic;
        this.stream = traffic.opened();
        this.message = text.template();
        this.sentAt = new long[most];
    }

    int inFlight() {
        return sent - awaited;
    }

    /** Whether the next answer can be known; one without a mark may be the late one to an earlier message. */
    boolean isInStep() {
        return text.isMarked() || !late;
    }

    void send() throws IOException {
        if (text.isMarked()) {
            Mark.write(message, text.place(), assignment.run(), stream, sent);
        }
        sentAt[sent % sentAt.length] = System.nanoTime();
        socket.send(message);
        sent++;
        traffic.sent.increment();
    }

    /**
     * Waits for the answer to one of the messages in flight.
     *
     * @param end when it has to be there, as {@link System#nanoTime()}
     * @return when that message was sent
     * @throws SocketTimeoutException when none came; those in flight are given up
     */
    long receive(long end) throws IOException, ProbeException {
        try {
            while (true) {
                int number = number(socket.receive(end));
                if (number >= awaited) {
                    awaited = number + 1;
                    return sentAt[number % sentAt.length];
                }
            }
        } catch (SocketTimeoutException e) {
            awaited = sent;
            late = true;
            throw e;
        }
    }

    /** Which message was answered; -1 when it is none that is waited for. */
    private int number(int length) throws ProbeException {
        int number = sent - 1;
        if (text.isMarked()) {
            if (!mark.read(socket.message(), length)) {
                throw wrong(awaited);
            }
            if (mark.run() != assignment.run() || mark.stream() != stream || mark.number() >= sent) {
                traffic.foreign(stream, mark, assignment.run());
                return -1;
            }
            number = (int) mark.number();
        }
        boolean first = isFirst(number);
        if (!text.isAnsweredBy(socket.message(), length)) {
            throw wrong(number);
        }
        return first ? number : -1;
    }

    private boolean isFirst(int number) {
        if (answered.get(number)) {
            traffic.duplicated.increment();
            return false;
        }
        answered.set(number);
        traffic.answered.increment();
        if (number < awaited) {
            traffic.reordered.increment();
        }
        return true;
    }

    /** A wrong answer is one all the same, and nothing more is waited for. */
    private ProbeException wrong(int number) {
        awaited = Math.clamp(number + 1L, awaited, sent);
        return new ProbeException(new Failure(Kind.ASSERTION,
                assignment.target().name() + " answered otherwise than expected: " + text.otherwise()), null);
    }

    /** Gives what is still on its way a last chance. */
    void drain(long end) {
        try {
            while (answered.cardinality() < sent) {
                receive(end);
            }
        } catch (IOException | ProbeException _) {
            // What has not come by now is lost.
        }
    }
}
