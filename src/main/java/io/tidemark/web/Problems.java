package io.tidemark.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** The form of every error answer (RFC 9457), for controllers, filters and the server alike. */
final class Problems {

    static final String TYPE = "application/problem+json";

    private static final URI BLANK = URI.create("about:blank");
    private static final JsonMapper JSON = new JsonMapper();

    private Problems() {}

    /** @param path asked for, as it was sent; null when it could not be read */
    static ProblemDetail of(HttpStatusCode status, String detail, @Nullable String path) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(BLANK);
        problem.setTitle(title(status.value()));
        problem.setInstance(instance(path));
        return problem;
    }

    /** Answers with the problem from where no message converter is at hand. */
    static void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
        prepare(response, problem);
        write(response.getWriter(), problem);
    }

    static void prepare(HttpServletResponse response, ProblemDetail problem) {
        response.setStatus(problem.getStatus());
        response.setContentType(TYPE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
    }

    static void write(Writer writer, ProblemDetail problem) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", BLANK.toString());
        fields.put("title", title(problem.getStatus()));
        fields.put("status", problem.getStatus());
        fields.put("detail", String.valueOf(problem.getDetail()));
        if (problem.getInstance() != null) {
            fields.put("instance", problem.getInstance().toString());
        }
        writer.write(JSON.writeValueAsString(fields));
    }

    static String title(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? "Error " + status : known.getReasonPhrase();
    }

    /** A path that is no URI, as attackers send them, is not repeated. */
    private static @Nullable URI instance(@Nullable String path) {
        try {
            return path == null ? null : URI.create(path);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
