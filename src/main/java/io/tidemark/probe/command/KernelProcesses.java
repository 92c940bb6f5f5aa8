package io.tidemark.probe.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes from /proc of Linux; see proc(5). */
final class KernelProcesses implements Processes {

    /** USER_HZ is 100 on every platform Java runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int LARGEST = 1 << 20;

    private final String proc;

    KernelProcesses(Path proc) {
        this.proc = proc.toString();
    }

    @Override
    public List<One> all() {
        List<One> all = new ArrayList<>();
        String[] names = new File(proc).list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                find(Long.parseLong(name)).ifPresent(all::add);
            }
        }
        return all;
    }

    @Override
    public Optional<One> find(long pid) {
        return read(pid + "/stat").map(text -> one(pid, text));
    }

    /** A name may contain blanks and brackets; nothing behind it does. */
    private static One one(long pid, String text) {
        int close = text.lastIndexOf(')');
        String[] fields = text.substring(close + 2).split(" ", -1);
        return new One(pid, text.substring(text.indexOf('(') + 1, close), Long.parseLong(fields[1]),
                Long.parseLong(fields[3]), Long.parseLong(fields[19]), nanos(fields, 11, 15),
                "ZXx".contains(fields[0]));
    }

    private static long nanos(String[] fields, int from, int to) {
        long ticks = 0;
        for (int i = from; i < to; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * NANOS_PER_TICK;
    }

    @Override
    public Optional<Memory> memory(long pid) {
        return read(pid + "/status").flatMap(text -> bytes(text, "\nVmRSS:")
                .flatMap(now -> bytes(text, "\nVmHWM:").map(peak -> new Memory(now, peak))));
    }

    /** A kernel thread and a process that has ended have no such line. */
    private static Optional<Long> bytes(String text, String line) {
        int at = text.indexOf(line);
        int end = text.indexOf(" kB", at);
        return at < 0 || end < 0
                ? Optional.empty()
                : Optional.of(1024 * Long.parseLong(text.substring(at + line.length(), end).strip()));
    }

    @Override
    public Optional<String> variable(One one, String name) {
        return read(one.pid() + "/environ").map(text -> value('\0' + text, '\0' + name + '='));
    }

    private static String value(String text, String start) {
        int at = text.indexOf(start);
        int end = text.indexOf('\0', at + start.length());
        return at < 0 ? "" : text.substring(at + start.length(), end < 0 ? text.length() : end);
    }

    @Override
    public Optional<Long> reapedNanos() {
        return read("self/stat").map(text -> nanos(text.substring(text.lastIndexOf(')') + 2).split(" ", -1), 13, 15));
    }

    /** Empty when it is gone, or is not for us to read. */
    private Optional<String> read(String file) {
        try (FileInputStream in = new FileInputStream(proc + "/" + file)) {
            return Optional.of(new String(in.readNBytes(LARGEST), ISO_8859_1)).filter(text -> !text.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
