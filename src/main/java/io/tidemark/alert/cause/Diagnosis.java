package io.tidemark.alert.cause;

import java.util.Optional;

/**
 * One known cause: looks at what moved and says whether it was this. Pure. Found on the class path: one file in this
 * package, a constructor without arguments, and no line anywhere else.
 */
public interface Diagnosis {

    /** Empty when nothing speaks for it. */
    Optional<Finding> find(Evidence evidence);

    /**
     * What speaks for a cause.
     *
     * @param strength 0 to 1; the strongest is told first. What a server or a lock said itself weighs most, then what took
     *        the machine away, then what else was busy
     * @param sentence as a person would say it
     * @param witness the reading that shows it
     * @param compared whether it follows from what is usual, rather than from what a server or the prober said
     */
    record Finding(double strength, String sentence, Moved witness, boolean compared) {

        static Finding seen(double strength, String sentence, Moved witness) {
            return new Finding(strength, sentence, witness, true);
        }

        static Finding said(double strength, String sentence, Moved witness) {
            return new Finding(strength, sentence, witness, false);
        }
    }
}
