package io.tidemark.intake;

import java.io.Reader;
import java.util.List;

/** One format of results; a class beside this one whose name ends in `Results` is found by itself. */
interface ResultsFormat {

    /** As it stands in the address of a request. */
    String name();

    /**
     * Reads a file, already known to be text in UTF-8 and held to {@link Results#MOST_BYTES} while it is read.
     *
     * @throws ResultsException with the place, when it is not what the format is
     */
    List<Imported> read(Reader file);
}
