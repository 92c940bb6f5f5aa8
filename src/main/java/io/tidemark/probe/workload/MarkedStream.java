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
    private final InFlight inFlight;
    private final BitSet answered = new BitSet();
    private final Mark mark = new Mark();
    private int sent;
    /** The highest number whose answer has come, and one. */
    private int reached;
    /** Of the message in flight that was answered last. */
    private long answeredSentAt;
    /** Whether the last answer was what it must be. */
    private boolean right = true;
    private boolean late;

    /** @param most messages in flight at once */
    MarkedStream(WebSocket socket, Assignment assignment, MarkedText text, Traffic traffic, int most) {
        this.socket = socket;
        this.assignment = assignment;
        this.text = text;
        this.traffic = traffic;
        this.stream = traffic.opened();
        this.message = text.template();
        this.inFlight = new InFlight(most);
    }

    int inFlight() {
        return inFlight.size();
    }

    /** When the message that has been in flight for longest was sent, as {@link System#nanoTime()}. */
    long waitingSince() {
        return inFlight.sentAt(0);
    }

    /** Whether the next answer can be known; one without a mark may be the late one to an earlier message. */
    boolean isInStep() {
        return text.isMarked() || !late;
    }

    void send() throws IOException {
        if (text.isMarked()) {
            Mark.write(message, text.place(), assignment.run(), stream, sent);
        }
        long at = System.nanoTime();
        socket.send(message);
        inFlight.add(sent++, at);
        traffic.sent.increment();
    }

    /**
     * Waits for the answer to one of the messages in flight, whichever comes first.
     *
     * @param begin when that to the one sent first has to begin, as {@link System#nanoTime()}
     * @param end when all of one has to be there
     * @return when the message that is answered was sent
     * @throws SocketTimeoutException when none came; the one sent first is given up
     */
    long receive(long begin, long end) throws IOException, ProbeException {
        try {
            boolean came;
            do {
                came = next(begin, end);
            } while (!came && right);
        } catch (SocketTimeoutException e) {
            inFlight.remove(0);
            late = true;
            throw e;
        }
        if (!right) {
            throw new ProbeException(new Failure(Kind.ASSERTION,
                    assignment.target().name() + " answered otherwise than expected: " + text.otherwise()), null);
        }
        return answeredSentAt;
    }

    /** Takes in what comes next; whether it is the first answer to a message in flight. */
    private boolean next(long begin, long end) throws IOException, ProbeException {
        int length = socket.receive(begin, end);
        boolean marked = text.isMarked() && mark.read(socket.message(), length);
        if (marked && isForeign()) {
            traffic.foreign(stream, mark, assignment.run());
            right = true;
            return false;
        }
        right = marked == text.isMarked() && text.isAnsweredBy(socket.message(), length);
        int number = marked ? (int) mark.number() : oldest();
        int place = isFirst(number) ? inFlight.place(number) : -1;
        if (place >= 0) {
            answeredSentAt = inFlight.remove(place);
        }
        return place >= 0;
    }

    private boolean isForeign() {
        return mark.run() != assignment.run() || mark.stream() != stream || mark.number() >= sent;
    }

    /** A wrong answer is one all the same; without a mark it is taken for that to the message that waits for longest. */
    private int oldest() {
        return inFlight.size() > 0 ? inFlight.number(0) : answered.nextClearBit(0);
    }

    private boolean isFirst(int number) {
        if (answered.get(number)) {
            traffic.duplicated.increment();
            return false;
        }
        answered.set(number);
        traffic.answered.increment();
        if (number < reached) {
            traffic.reordered.increment();
        }
        reached = Math.max(reached, number + 1);
        return true;
    }

    /** Gives what is still on its way a last chance. */
    void drain(long end) {
        try {
            while (answered.cardinality() < sent) {
                next(end, end);
            }
        } catch (IOException | ProbeException _) {
            // What has not come by now is lost.
        }
    }
}
