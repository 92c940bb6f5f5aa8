package io.tidemark.history;

import io.tidemark.history.store.Distributions;
import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A run as bytes for the journal, complete and exact. */
final class RunCodec implements Journal.Codec<Run> {

    private static final int VERSION = 2;
    /** Runs had no course, and conditions no lag. */
    private static final int FIRST_VERSION = 1;

    @Override
    public byte[] encode(Run run) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(run.id());
            head(out, run);
            map(out, run.errors(), (o, count) -> o.writeLong(count));
            map(out, run.measures(), (o, value) -> o.writeDouble(value));
            texts(out, run.violations());
            cost(out, run.cost());
            conditions(out, run.conditions());
            course(out, run.course());
            out.writeLong(run.fence());
            bytes(out, Distributions.of(run).encode());
        } catch (IOException e) {
            throw new UncheckedIOException("in memory, cannot happen", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Run decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION && version != FIRST_VERSION) {
                throw new IllegalArgumentException("a run of unknown version " + version);
            }
            return run(in, version);
        } catch (IOException e) {
            throw new UncheckedIOException("not an encoded run (" + bytes.length + " bytes)", e);
        }
    }

    /** The id alone. */
    static long id(byte[] encoded) {
        return ByteBuffer.wrap(encoded).getLong(1);
    }

    private static void head(DataOutputStream out, Run run) throws IOException {
        text(out, run.instance());
        text(out, run.probe());
        text(out, run.workload());
        text(out, run.target());
        Instant startedAt = run.startedAt();
        out.writeLong(startedAt.getEpochSecond());
        out.writeInt(startedAt.getNano());
        out.writeLong(run.took().toNanos());
        out.writeLong(run.measured().toNanos());
        text(out, run.outcome().code());
        text(out, run.outcome().reason());
    }

    private static Run run(DataInputStream in, int version) throws IOException {
        long id = in.readLong();
        String instance = text(in);
        String probe = text(in);
        String workload = text(in);
        String target = text(in);
        Instant startedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
        Duration took = Duration.ofNanos(in.readLong());
        Duration measured = Duration.ofNanos(in.readLong());
        Outcome outcome = Outcome.of(text(in), text(in));
        Map<String, Long> errors = map(in, DataInputStream::readLong);
        Map<String, Double> measures = map(in, DataInputStream::readDouble);
        List<String> violations = texts(in);
        Run.Cost cost = new Run.Cost(in.readDouble(), in.readLong(), in.readDouble());
        Conditions conditions = new Conditions(known(in), known(in), known(in), known(in), in.readDouble(),
                version == FIRST_VERSION ? null : known(in));
        Run.Course course = version == FIRST_VERSION ? Run.Course.PLAIN : course(in);
        long fence = in.readLong();
        Distributions latencies = Distributions.decode(bytes(in));
        return new Run(id, instance, probe, workload, target, startedAt, took, measured, outcome,
                latencies.operations(), latencies.failed(), errors, latencies.phases(), measures, violations, cost,
                conditions, course, fence);
    }

    private static void cost(DataOutputStream out, Run.Cost cost) throws IOException {
        out.writeDouble(cost.cpuSeconds());
        out.writeLong(cost.allocatedBytes());
        out.writeDouble(cost.cpuShare());
    }

    private static void conditions(DataOutputStream out, Conditions conditions) throws IOException {
        known(out, conditions.cpuUtilization());
        known(out, conditions.stealShare());
        known(out, conditions.cpuPressure());
        known(out, conditions.throttledSeconds());
        out.writeDouble(conditions.gcPauseSeconds());
        known(out, conditions.lagSeconds());
    }

    private static void course(DataOutputStream out, Run.Course course) throws IOException {
        texts(out, course.notes());
        out.writeInt(course.stages().size());
        for (Run.Stage stage : course.stages()) {
            text(out, stage.name());
            out.writeDouble(stage.level());
            out.writeDouble(stage.seconds());
            out.writeLong(stage.operations());
            out.writeLong(stage.failures());
            out.writeDouble(stage.p50());
            out.writeDouble(stage.p95());
            out.writeDouble(stage.p99());
        }
    }

    private static Run.Course course(DataInputStream in) throws IOException {
        List<String> notes = texts(in);
        List<Run.Stage> stages = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            stages.add(new Run.Stage(text(in), in.readDouble(), in.readDouble(), in.readLong(), in.readLong(),
                    in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return new Run.Course(notes, stages);
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    /** NaN stands for not known. */
    private static void known(DataOutputStream out, @Nullable Double value) throws IOException {
        out.writeDouble(value == null ? Double.NaN : value);
    }

    private static @Nullable Double known(DataInputStream in) throws IOException {
        double value = in.readDouble();
        return Double.isNaN(value) ? null : value;
    }

    private static <V> void map(DataOutputStream out, Map<String, V> map, Put<V> put) throws IOException {
        out.writeInt(map.size());
        for (Map.Entry<String, V> entry : map.entrySet()) {
            text(out, entry.getKey());
            put.put(out, entry.getValue());
        }
    }

    private static <V> Map<String, V> map(DataInputStream in, Get<V> get) throws IOException {
        Map<String, V> map = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            map.put(text(in), get.get(in));
        }
        return map;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private interface Put<V> {
        void put(DataOutputStream out, V value) throws IOException;
    }

    private interface Get<V> {
        V get(DataInputStream in) throws IOException;
    }
}
