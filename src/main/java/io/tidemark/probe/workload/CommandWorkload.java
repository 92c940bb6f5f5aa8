package io.tidemark.probe.workload;

import io.tidemark.probe.command.Execution;
import io.tidemark.probe.command.Execution.Ended;
import io.tidemark.probe.command.Execution.Limits;
import io.tidemark.probe.command.Mark;
import io.tidemark.probe.command.MeasureLines;
import io.tidemark.probe.command.ResultsFile;
import io.tidemark.probe.target.LocalSession;
import io.tidemark.probe.target.ProbeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs the user's own program and waits until nothing of it runs any more. Never through a shell, and with no more of this
 * service's environment than it needs. What it writes is taken off it and not kept, but for the measures it declares.
 */
class CommandWorkload extends RuledWorkload<LocalSession> {

    private static final String OPERATION = "run";
    private static final Traits TRAITS = Traits
            .reading("command", "Runs a program of yours and waits for it and all it starts.").operations(OPERATION)
            .phases("start", "run").rows(1, 1).load(1, 1).measures(CommandFigures.METRICS);

    private final CommandFigures figures = new CommandFigures();
    private final AtomicLong executions = new AtomicLong();
    private volatile long from;

    CommandWorkload() {
        super(TRAITS, "error_rate <= 0");
    }

    @Override
    public Class<LocalSession> on() {
        return LocalSession.class;
    }

    @Override
    public Optional<Class<? extends Task>> takes() {
        return Optional.of(Command.class);
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public boolean startsCold() {
        return false;
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(command(assignment).toString());
    }

    private static Command command(Assignment assignment) {
        return (Command) Objects.requireNonNull(assignment.task(), "no command is configured");
    }

    @Override
    public void prepare(LocalSession session, Assignment assignment) {
        from = System.nanoTime();
    }

    @Override
    public Operation operation(LocalSession session, Assignment assignment, int worker) {
        Command command = command(assignment);
        return watch -> run(command, session, assignment, watch);
    }

    private void run(Command command, LocalSession session, Assignment assignment, Stopwatch watch)
            throws ProbeException, InterruptedException {
        Mark mark = Mark.ours(assignment.instance(), assignment.probe(),
                assignment.run() + "-" + executions.incrementAndGet());
        Limits limits = new Limits(from + command.patience().toNanos(), command.grace(), session::isBroken);
        MeasureLines lines = new MeasureLines(command.declared());
        Optional<ResultsFile.Before> results = command.results().map(ResultsFile::before);
        watch.start();
        Ended ended = new Execution(command.program(), mark, limits, lines).run(new Execution.Timing() {
            @Override
            public void started() {
                watch.lap("start");
            }

            @Override
            public void ended(int exitCode) {
                watch.stop(OPERATION, OPERATION);
                figures.ended(exitCode);
            }
        });
        Map<String, Double> told = new HashMap<>();
        if (results.isPresent()) {
            told.putAll(results.get().read(command.program()));
        }
        told.putAll(lines.values(command.program()));
        figures.add(command, ended, told, lines.ignored(), watch.nanos());
    }

    @Override
    public Verification verify(LocalSession session, Assignment assignment, Measured measured) {
        return new Verification(List.of(), figures.measures());
    }

    @Override
    public Map<String, Double> spent(Assignment assignment) {
        return figures.spent();
    }

    @Override
    public void clean(LocalSession session, Assignment assignment) {}
}
