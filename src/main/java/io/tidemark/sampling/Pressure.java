package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;

/**
 * Time in which tasks waited for one resource, in seconds since boot; NaN where the kernel does not tell. See the
 * kernel's psi.rst.
 *
 * @param some at least one task waited
 * @param full all tasks that could have run waited
 */
record Pressure(double some, double full) {

    private static final double MICROS = 1e6;

    static Pressure read(TextReader reader, Procfs procfs, String resource) throws IOException {
        return reader.read(file(procfs, resource), Pressure::parse);
    }

    /** Kernels may have the files and yet refuse to read them (`psi=0`). */
    static boolean offered(Procfs procfs, String resource) {
        try {
            return Double.isFinite(read(new TextReader(), procfs, resource).some());
        } catch (IOException _) {
            return false;
        }
    }

    static Pressure parse(String text) {
        return new Pressure(total(text, "some"), total(text, "full"));
    }

    private static double total(String text, String kind) {
        return text.lines().filter(line -> line.startsWith(kind + " ")).mapToDouble(
                line -> Long.parseLong(line.substring(line.indexOf("total=") + "total=".length()).strip()) / MICROS)
                .findFirst().orElse(Double.NaN);
    }

    private static File file(Procfs procfs, String resource) {
        return procfs.file("pressure/" + resource);
    }
}
