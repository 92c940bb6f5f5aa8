package io.tidemark.history.journal;

import io.tidemark.history.StoreException;
import io.tidemark.metric.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded log of segment files. Any thread appends without waiting; one thread writes and forces every second, or at
 * once when someone waits. A refusing disk is tried again for ever and never felt by those who append.
 */
public final class SegmentLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
    private static final Duration FLUSH_EVERY = Duration.ofSeconds(1);
    private static final Duration FLUSH_DEADLINE = Duration.ofSeconds(10);
    private static final Duration SLOW = Duration.ofSeconds(15);

    private final Path directory;
    private final Limits limits;
    private final String instance;
    private final InstantSource clock;
    private final Disk disk;
    private final AppendQueue queue;
    private final List<Segment> sealed = new CopyOnWriteArrayList<>();
    private final List<Segment> recovered;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread flusher = Thread.ofPlatform().name("tidemark-journal").daemon().unstarted(this::run);
    private volatile @Nullable OpenSegment open;
    private volatile boolean sealWanted;
    private volatile boolean closed;
    private volatile Runnable onFlushed = () -> {};
    private OpenSegment.@Nullable Chunk unwritten;
    private volatile @Nullable Instant busySince;
    private long nextNumber;

    /**
     * How large and how old things become.
     *
     * @param total bytes on disk; beyond, the oldest samples are dropped, and records when there are no others
     * @param segment bytes of one segment
     * @param age of one segment
     * @param memory bytes that wait while the disk refuses
     */
    public record Limits(long total, long segment, Duration age, long memory) {

        private static final long LARGEST_SEGMENT = 16 << 20;
        /** Rows of a longer one would be fewer, but its samples are in memory too. */
        private static final Duration OLDEST_SEGMENT = Duration.ofMinutes(30);

        /** What suits a journal of the given size. */
        public static Limits of(long total) {
            return new Limits(total, Math.min(LARGEST_SEGMENT, total / 4), OLDEST_SEGMENT, 8 << 20);
        }
    }

    /**
     * Reads what an earlier process left.
     *
     * @throws IOException when the directory cannot be made or read
     */
    public SegmentLog(Path directory, Limits limits, String instance, InstantSource clock, Disk disk)
            throws IOException {
        this.directory = Files.createDirectories(directory);
        this.limits = limits;
        this.instance = instance;
        this.clock = clock;
        this.disk = disk;
        this.queue = new AppendQueue(limits.memory());
        JournalFiles.refuseNewer(directory);
        JournalFiles.Found found = new JournalFiles(directory, disk).read();
        this.recovered = found.segments();
        this.sealed.addAll(recovered);
        this.dropped.set(found.lost());
        this.nextNumber = found.nextNumber();
    }

    public void start() {
        flusher.start();
    }

    /** Called by the flusher after each write; must be quick. */
    public void onFlushed(Runnable listener) {
        onFlushed = listener;
    }

    public void append(List<Sample> samples) {
        queue.append(new Entry.Samples(samples), false);
    }

    /** Appends a record that is on disk as soon as the disk can. */
    public void append(String topic, byte[] payload) {
        queue.append(new Entry.Payload(topic, payload), true);
    }

    /**
     * Appends one record at least and returns when all of them are on disk.
     *
     * @throws StoreException when the disk refuses, or does not answer in time
     */
    public void appendAndFlush(String topic, List<byte[]> payloads, Duration deadline) {
        payloads.subList(0, payloads.size() - 1).forEach(payload -> append(topic, payload));
        await(queue.append(new Entry.Payload(topic, payloads.getLast()), true), deadline);
    }

    /**
     * Returns when everything appended before is on disk.
     *
     * @throws StoreException when the disk refuses
     */
    public void flush() {
        flush(FLUSH_DEADLINE);
    }

    /**
     * Returns when everything appended before is on disk.
     *
     * @throws StoreException when the disk refuses, or does not answer in time
     */
    public void flush(Duration deadline) {
        await(queue.append(new Entry.Samples(List.of()), true), deadline);
    }

    /** Ends the open segment, so that its samples can be written; returns when that is on disk. */
    public void seal() {
        flush();
        sealWanted = true;
        flush();
    }

    /** Segments found at start, oldest first. */
    public List<Segment> recovered() {
        return recovered;
    }

    /** Segments nothing is added to any more, oldest first. */
    public List<Segment> sealed() {
        return List.copyOf(sealed);
    }

    /** All segments, the open one last. */
    public List<Segment> segments() {
        OpenSegment current = open;
        List<Segment> all = new ArrayList<>(sealed);
        if (current != null && !all.contains(current.segment())) {
            all.add(current.segment());
        }
        return all;
    }

    /** Samples of the open segment and those on their way to it. */
    public void copyUnsealed(Columns wanted) {
        queue.entries().forEach(entry -> {
            if (entry instanceof Entry.Samples taken) {
                taken.samples().forEach(s -> wanted.sample(s.series(), s.at().toEpochMilli(), s.value()));
            }
        });
        OpenSegment current = open;
        if (current != null) {
            current.samples().copyTo(wanted);
        }
    }

    /** Entries on their way to the disk, oldest first. */
    public List<Entry> entries() {
        return queue.entries();
    }

    /**
     * Removes a segment that is in the store.
     *
     * @return false when it was dropped meanwhile
     */
    public boolean delete(Segment segment) {
        if (!sealed.remove(segment)) {
            return false;
        }
        JournalFiles.delete(segment);
        return true;
    }

    /** Bytes that are free on the disk it is on, 0 when that cannot be told. */
    public long diskFreeBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException _) {
            return 0;
        }
    }

    /** Counts records as lost. */
    public void drop(long count) {
        dropped.addAndGet(count);
    }

    public long bytes() {
        return segments().stream().mapToLong(Segment::size).sum();
    }

    public long pending() {
        return segments().stream().mapToLong(Segment::pending).sum() + queue.count();
    }

    public long dropped() {
        return dropped.get() + queue.dropped();
    }

    /** Why the disk refuses, or that it does not answer; empty while it does. */
    public String failure() {
        Instant since = busySince;
        Duration busy = since == null ? Duration.ZERO : Duration.between(since, clock.instant());
        return queue.lastFailure().isEmpty() && busy.compareTo(SLOW) > 0
                ? "the disk has not answered for " + busy.toSeconds() + " s"
                : queue.lastFailure();
    }

    @Override
    public void close() {
        closed = true;
        queue.demand();
        try {
            flusher.join(FLUSH_DEADLINE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(AppendQueue.Ticket ticket, Duration deadline) {
        String failure = queue.await(ticket, deadline);
        if (!failure.isEmpty()) {
            throw new StoreException("the journal in " + directory + " cannot be written: " + failure);
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = closed;
            try {
                if (!last) {
                    queue.awaitWork(FLUSH_EVERY);
                }
                attempt();
                onFlushed.run();
            } catch (InterruptedException _) {
                closed = true;
            } catch (RuntimeException | Error e) {
                rest(e);
            }
        }
        closeOpen();
    }

    private static void rest(Throwable e) {
        try {
            LOG.error("The journal stumbled; it goes on.", e);
        } catch (RuntimeException | Error _) {
            // Without memory even this may fail.
        }
        LockSupport.parkNanos(FLUSH_EVERY.toNanos());
    }

    private void attempt() {
        String failure = "";
        List<Entry> entries = queue.begin();
        busySince = clock.instant();
        try {
            rotateIfDue();
            write(entries);
        } catch (IOException e) {
            failure = JournalFiles.describe(e);
        } finally {
            busySince = null;
        }
        report(failure);
        queue.end(failure);
        enforceTotal();
    }

    private void write(List<Entry> entries) throws IOException {
        if (unwritten == null && entries.stream().allMatch(entry -> entry.count() == 0)) {
            return;
        }
        OpenSegment current = open == null ? create() : open;
        if (unwritten == null) {
            unwritten = current.encode(entries, this::drop);
        }
        current.write(unwritten);
        unwritten = null;
    }

    private OpenSegment create() throws IOException {
        OpenSegment created = OpenSegment.create(disk, directory, nextNumber, instance, clock.instant());
        nextNumber++;
        open = created;
        return created;
    }

    /** A chunk that failed belongs to the open segment, whose series it names, so that one is kept. */
    private void rotateIfDue() {
        OpenSegment current = open;
        if (current == null) {
            sealWanted = false;
            return;
        }
        if (unwritten != null || !(sealWanted || isFull(current))) {
            return;
        }
        // In this order a reader may see a sample twice, never not at all.
        sealed.add(current.segment());
        open = null;
        sealWanted = false;
        try {
            current.close();
        } catch (IOException e) {
            LOG.debug("Closing {} failed after all of it was forced.", current.segment(), e);
        }
    }

    private boolean isFull(OpenSegment current) {
        return current.segment().size() >= limits.segment()
                || !clock.instant().isBefore(current.openedAt().plus(limits.age()));
    }

    private void enforceTotal() {
        while (bytes() > limits.total() && !sealed.isEmpty()) {
            sealed.stream().filter(segment -> segment.samples() > 0).findFirst().ifPresentOrElse(this::thin,
                    () -> discard(sealed.getFirst()));
        }
    }

    /** Samples are many and each a small loss; a run or an alert is one of few, so those are kept longer. */
    private void thin(Segment oldest) {
        try {
            Optional<Segment> records = Thinning.of(oldest, disk, instance, clock.instant());
            if (records.isPresent()) {
                replace(oldest, records.get());
                return;
            }
        } catch (IOException e) {
            LOG.debug("{} could not be written without its samples.", oldest, e);
        }
        discard(oldest);
    }

    private void replace(Segment oldest, Segment records) {
        sealed.replaceAll(segment -> segment == oldest ? records : segment);
        if (!sealed.contains(records)) {
            // Written to the store meanwhile.
            JournalFiles.delete(records);
            return;
        }
        JournalFiles.delete(oldest);
        drop(oldest.samples());
        LOG.warn("The journal is full ({} bytes): dropped {} samples of {}.", limits.total(), oldest.samples(), oldest);
    }

    private void discard(Segment oldest) {
        long lost = oldest.pending();
        if (delete(oldest)) {
            drop(lost);
            LOG.warn("The journal is full ({} bytes): dropped {} records of {}.", limits.total(), lost, oldest);
        }
    }

    private void report(String failure) {
        String before = queue.lastFailure();
        if (!failure.isEmpty() && before.isEmpty()) {
            LOG.warn("The journal in {} cannot be written: {}. Measuring goes on; the newest records are kept in "
                    + "memory.", directory, failure);
        } else if (failure.isEmpty() && !before.isEmpty()) {
            LOG.info("The journal in {} is written again.", directory);
        }
    }

    private void closeOpen() {
        OpenSegment current = open;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.debug("Closing {} failed after all of it was forced.", current.segment(), e);
            }
        }
    }
}
