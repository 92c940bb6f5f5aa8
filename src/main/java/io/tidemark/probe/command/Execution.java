package io.tidemark.probe.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.metric.Secret;
import io.tidemark.probe.command.Processes.One;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** One execution of a program, which is over once nothing of it runs any more. */
public final class Execution {

    /** What is about to end by itself is let. */
    private static final Duration STRAGGLING = Duration.ofMillis(200);
    /** Afterwards nobody is there any more to write, unless somebody has escaped. */
    private static final long OUTPUT_MILLIS = 1_000;

    private final Program program;
    private final Mark mark;
    private final Limits limits;
    private final MeasureLines lines;

    /**
     * How long a program may run.
     *
     * @param until when it is ended, as {@link System#nanoTime()}
     * @param grace between being asked to end and being killed
     * @param cut whether it has to end now; asked several times a second, by another thread
     */
    public record Limits(long until, Duration grace, BooleanSupplier cut) {}

    /** Is told of the instants that are timed, on the thread that waits. */
    public interface Timing {

        void started();

        /** By itself or not. */
        void ended(int exitCode);
    }

    /**
     * What is known of a program that has ended by itself and left nothing behind.
     *
     * @param processorNanos of all of its tree; what another program of ours has kept from being told exactly is as of
     *        up to 100 ms before the end
     * @param peakMemory resident, in bytes
     * @param outputBytes on standard output
     */
    public record Ended(OptionalLong processorNanos, OptionalLong peakMemory, long outputBytes) {}

    public Execution(Program program, Mark mark, Limits limits, MeasureLines lines) {
        this.program = program;
        this.mark = mark;
        this.limits = limits;
        this.lines = lines;
    }

    /**
     * Runs it to its end.
     *
     * @throws ProbeException when it cannot be started, was ended, ended badly or left processes that went on
     */
    public Ended run(Timing timing) throws ProbeException, InterruptedException {
        try (Reaped reaped = Reaped.begin()) {
            Process process = start();
            timing.started();
            ProcessTree tree = new ProcessTree(ThisMachine.PROCESSES, ThisMachine.PROCESSES.find(process.pid()), mark);
            try {
                return attend(process, tree, reaped, timing);
            } finally {
                // Whoever waits may be interrupted, or get no thread to watch it.
                if (process.isAlive()) {
                    var _ = tree.end(limits.grace());
                }
            }
        }
    }

    private Ended attend(Process process, ProcessTree tree, Reaped reaped, Timing timing)
            throws ProbeException, InterruptedException {
        Output output = new Output(process.getInputStream(), lines);
        Thread draining = thread("output", output);
        feed(process);
        TreeWatch watch = new TreeWatch(tree, ThisMachine.PROCESSES, limits);
        Thread watching = thread("watch", watch);
        int exitCode = process.waitFor();
        timing.ended(exitCode);
        OptionalLong spent = reaped.nanos();
        watch.end();
        watching.join();
        try {
            settle(tree, watch, exitCode, output.bytes());
        } finally {
            draining.join(OUTPUT_MILLIS);
            HeldOutputs.note(mark.probe(), draining);
        }
        if (draining.isAlive()) {
            throw CommandFailures.heldOpen(program);
        }
        return new Ended(spent.isPresent() ? spent : watch.cpuNanos(), watch.peakMemory(), output.bytes());
    }

    private Process start() throws ProbeException {
        if (HeldOutputs.areTooMany(mark.probe())) {
            throw CommandFailures.tooManyHeldOpen(program);
        }
        if (program.directory() != null && !Files.isDirectory(program.directory())) {
            throw CommandFailures.noDirectory(program);
        }
        ProcessBuilder builder = new ProcessBuilder(program.file()).redirectError(ProcessBuilder.Redirect.DISCARD);
        program.arguments().forEach(argument -> builder.command().add(argument.value()));
        if (program.directory() != null) {
            builder.directory(program.directory().toFile());
        }
        builder.environment().clear();
        program.environment().forEach((name, value) -> builder.environment().put(name, value.value()));
        builder.environment().put(Mark.VARIABLE, mark.text());
        try {
            return builder.start();
        } catch (IOException e) {
            throw CommandFailures.notStarted(program, e);
        }
    }

    private Thread thread(String what, Runnable work) {
        return Thread.ofPlatform().daemon().name("command-" + what + "-" + program.name()).start(work);
    }

    /** On a thread of its own, because a program need not read what it is given. */
    private void feed(Process process) {
        Secret input = program.input();
        if (input == null) {
            feed(process, new byte[0]);
        } else {
            var _ = thread("input", () -> feed(process, input.value().getBytes(UTF_8)));
        }
    }

    private static void feed(Process process, byte[] input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException _) {
            // It does not want it.
        }
    }

    private void settle(ProcessTree tree, TreeWatch watch, int exitCode, long bytes)
            throws ProbeException, InterruptedException {
        List<One> survivors = tree.await(STRAGGLING);
        List<One> left = survivors.isEmpty() ? List.of() : tree.end(limits.grace());
        if (watch.stop().isPresent()) {
            throw CommandFailures.stopped(program, watch.stop().get(), bytes, left);
        }
        if (!program.exitCodes().contains(exitCode)) {
            throw CommandFailures.ended(program, exitCode);
        }
        if (!survivors.isEmpty()) {
            throw CommandFailures.survived(program, survivors, left);
        }
    }
}
