package io.tidemark.probe.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program of ours and all it starts carry in their environment. So they are found wherever they went: a process
 * that has detached itself from its parents, its session and its terminal still has the environment it was started with,
 * unless it has put on another.
 *
 * @param maker the process that started the program: this service, or the one before it
 * @param born when that began, as {@link Processes.One#started()}; a pid alone comes back
 * @param execution tells programs of one maker apart
 */
public record Mark(long maker, long born, String instance, String probe, String execution) {

    /** Not one that could be taken for a setting of this service, should a program start one. */
    public static final String VARIABLE = "COMMAND_OF_TIDEMARK";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):([0-9]{1,18}):([^:]*):([^:]*):(.*)");

    /** A mark of this very process. */
    public static Mark ours(String instance, String probe, String execution) {
        Processes.One self = ThisMachine.PROCESSES.self();
        return new Mark(self.pid(), self.started(), instance, probe, execution);
    }

    static Optional<Mark> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new Mark(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)), form.group(3),
                        form.group(4), form.group(5)))
                : Optional.empty();
    }

    String text() {
        return maker + ":" + born + ":" + instance + ":" + probe + ":" + execution;
    }
}
