package io.tidemark.threshold;

/**
 * Whether a condition was false in the last observations, newest in the lowest bit.
 *
 * @param seen how many there were, at most as many as are remembered
 */
record Recent(long bits, int seen) {

    /** A rule looks back at no more observations than this. */
    static final int MOST = 60;
    static final Recent NONE = new Recent(0, 0);

    Recent with(boolean broken) {
        return new Recent(bits << 1 | (broken ? 1 : 0), Math.min(MOST, seen + 1));
    }

    /** Without the newest, to judge it again. */
    Recent withoutNewest() {
        return new Recent(bits >>> 1, Math.max(0, seen - 1));
    }

    /** In how many of the last observations it was false. */
    int hits(int of) {
        return Long.bitCount(bits & ((1L << of) - 1));
    }
}
