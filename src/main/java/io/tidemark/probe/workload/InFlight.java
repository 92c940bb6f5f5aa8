package io.tidemark.probe.workload;

/** The messages of a stream that wait for their answers, in the order they were sent. As large as the most there may be. */
final class InFlight {

    private final int[] numbers;
    private final long[] sentAt;
    private int size;

    InFlight(int most) {
        numbers = new int[most];
        sentAt = new long[most];
    }

    int size() {
        return size;
    }

    /** @param at when it was sent, as {@link System#nanoTime()} */
    void add(int number, long at) {
        numbers[size] = number;
        sentAt[size++] = at;
    }

    /** The place of a message; -1 when it is not among them. Answers in order are found at once. */
    int place(int number) {
        int place = 0;
        while (place < size && numbers[place] != number) {
            place++;
        }
        return place < size ? place : -1;
    }

    int number(int place) {
        return numbers[place];
    }

    long sentAt(int place) {
        return sentAt[place];
    }

    /** Waits for it no more, and tells when it was sent. */
    long remove(int place) {
        long at = sentAt[place];
        size--;
        System.arraycopy(numbers, place + 1, numbers, place, size - place);
        System.arraycopy(sentAt, place + 1, sentAt, place, size - place);
        return at;
    }
}
