package io.tidemark.probe;

import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Query;
import io.tidemark.probe.workload.Request;
import io.tidemark.probe.workload.Task;
import io.tidemark.probe.workload.Workload;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what of the user's own a probe does, and refuses what its workload does not do. */
record TaskSpec(String key, ProbeSettings settings, Workload<?> workload, Target target, int workers) {

    /** The kinds of tasks there are, with where each stands in the settings. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions read one component each
    private enum Kind {
        SQL(Query.class, ProbeSettings::sql, "takes no statement"),
        HTTP(Request.class, ProbeSettings::http, "sends no HTTP request");

        private final Class<? extends Task> type;
        private final Function<ProbeSettings, @Nullable Object> written;
        private final String otherwise;

        Kind(Class<? extends Task> type, Function<ProbeSettings, @Nullable Object> written, String otherwise) {
            this.type = type;
            this.written = written;
            this.otherwise = otherwise;
        }
    }

    /** @throws IllegalArgumentException with one sentence that names the key */
    @Nullable
    Task read() {
        Class<? extends Task> taken = workload.takes().orElse(null);
        Task task = null;
        for (Kind kind : Kind.values()) {
            String at = key + "." + kind.name().toLowerCase(Locale.ROOT);
            Bounds.refuse(kind.type != taken && kind.written.apply(settings) != null,
                    at + ": " + named() + " " + kind.otherwise);
            task = kind.type == taken ? read(kind, at) : task;
        }
        return task;
    }

    private Task read(Kind kind, String at) {
        return switch (kind) {
            case SQL -> query(at, settings.sql());
            case HTTP -> HttpSpec.of(at, settings.http(), target, workers);
        };
    }

    private Query query(String at, @Nullable SqlSettings sql) {
        if (sql == null) {
            throw new IllegalArgumentException(at + ".statement: is missing; " + named() + " needs one");
        }
        return Query.parse(at, sql.statement(), sql.rows(), sql.values(), target.writes());
    }

    private String named() {
        return "workload '" + workload.traits().name() + "'";
    }
}
