package io.tidemark.history.journal;

import io.tidemark.history.StoreRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a journal as an earlier process left them. */
public final class JournalFiles {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);

    private final Path directory;
    private final Disk disk;

    JournalFiles(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * What was there.
     *
     * @param segments with something in them, oldest first
     * @param lost records and samples that were damaged or cut short
     * @param nextNumber higher than that of any file
     */
    record Found(List<Segment> segments, long lost, long nextNumber) {}

    /**
     * Looks at the headers of all segments and leaves the files as they are.
     *
     * @throws StoreRefusedException when a newer program made one
     */
    public static void refuseNewer(Path directory) {
        try {
            for (Path file : files(directory)) {
                int version = SegmentReader.version(file);
                if (version > SegmentEncoder.VERSION) {
                    throw new StoreRefusedException("tidemark.data: the journal file " + file
                            + " was made by a newer Tidemark (version " + version + ", this program reads up to "
                            + SegmentEncoder.VERSION
                            + ") and was left as it is; start the newer program, which takes it"
                            + " into the store, or name another directory");
                }
            }
        } catch (IOException e) {
            throw new StoreRefusedException("tidemark.data: the journal in " + directory + " cannot be read ("
                    + describe(e) + "); let this user read it", e);
        }
    }

    /** Reads what is good of all of them, cuts off what is not, and deletes those with nothing in them. */
    Found read() throws IOException {
        List<Segment> segments = new ArrayList<>();
        long lost = 0;
        long next = 0;
        for (Path file : files(directory)) {
            Segment segment = new Segment(file);
            next = segment.number() + 1;
            lost += read(segment, Files.size(file));
            if (segment.pending() == 0) {
                delete(segment);
            } else {
                segments.add(segment);
            }
        }
        return new Found(List.copyOf(segments), lost, next);
    }

    private long read(Segment segment, long length) throws IOException {
        SegmentReader.Reading reading = SegmentReader.read(segment.file(), 0, length, segment);
        segment.size(reading.end());
        if (reading.lost() > 0) {
            LOG.warn("The journal file {} is damaged or cut short: {} records and samples of it are lost, {} are read.",
                    segment, reading.lost(), segment.pending());
        }
        if (reading.end() < length) {
            cut(segment);
        }
        return reading.lost();
    }

    private void cut(Segment segment) {
        try {
            disk.open(segment.file(), segment.size()).close();
        } catch (IOException e) {
            LOG.debug("{} could not be cut; its good part is read all the same.", segment, e);
        }
    }

    static void delete(Segment segment) {
        try {
            Files.deleteIfExists(segment.file());
        } catch (IOException e) {
            LOG.warn("The journal file {} cannot be deleted; it will be written again at the next start.", segment, e);
        }
    }

    static String describe(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Segment::isOne).sorted().toList();
        }
    }
}
