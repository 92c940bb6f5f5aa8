package io.tidemark.web;

import java.io.IOException;
import java.io.Writer;
import java.util.Objects;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Answers for what the server itself refuses before any of our code sees it, in the place of its HTML page. */
public final class ServerProblems extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String path = Objects.requireNonNullElse(request.getRequestURI(), "");
        ProblemDetail problem = Problems.of(HttpStatusCode.valueOf(status), Sentences.of(status, path), path);
        try {
            Problems.prepare(response, problem);
            Writer writer = response.getReporter();
            if (writer != null) {
                Problems.write(writer, problem);
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException _) {
            // The caller is gone, or something has answered already.
        }
    }
}
