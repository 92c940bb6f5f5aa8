package io.tidemark.history;

/** What keeps a store that a full disk has closed from taking threads with it. */
public final class ClosedStore {

    private static final String MAPS = "org.h2.mvstore.MVStore";

    private ClosedStore() {}

    /**
     * Makes an error of an endless loop, for databases opened from now on: a thread that begins a statement on a
     * closed store, be it only to give its connection back, turns round in {@code MVStore.registerVersionUsage} for
     * ever (H2 2.4.240), unless the assertion in there is on.
     */
    public static void failInsteadOfLooping() {
        ClosedStore.class.getClassLoader().setClassAssertionStatus(MAPS, true);
    }
}
