package io.tidemark.history.codec;

/** Samples of one series in the order they were taken. */
public interface Samples {

    int size();

    long millis(int index);

    double value(int index);
}
