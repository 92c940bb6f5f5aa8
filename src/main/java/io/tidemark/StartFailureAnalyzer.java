package io.tidemark;

import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Finds the one sentence that says why the service cannot start. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureAnalyzer implements FailureAnalyzer {

    private final Environment environment;

    StartFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return causes(failure).map(this::sentence).flatMap(Optional::stream).findFirst()
                .map(sentence -> new FailureAnalysis(sentence, null, failure)).orElse(null);
    }

    private Optional<String> sentence(Throwable cause) {
        if (OurSentence.isIn(cause)) {
            return Optional.of(OurSentence.of(cause));
        }
        return switch (cause) {
            case PortInUseException e -> Optional.of("server.port: port " + e.getPort()
                    + " is in use by another program; set server.port to a free one, or to 0 for any.");
            case WebServerException e -> Optional.of("server.address: the service cannot listen on "
                    + environment.getProperty("server.address") + ": " + root(e).getMessage() + ".");
            case SQLException e when causes(e).skip(1).noneMatch(SQLException.class::isInstance) ->
                Optional.of("spring.datasource.url: the store " + store() + " cannot be opened: " + firstLine(e));
            default -> Optional.empty();
        };
    }

    /** Without parameters, which may hold a password. */
    private String store() {
        return environment.getProperty("spring.datasource.url", "").replaceFirst("[?;].*", "");
    }

    private static String firstLine(SQLException e) {
        String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return text.endsWith(".") ? text : text + ".";
    }

    private static Throwable root(Throwable failure) {
        return causes(failure).reduce(failure, (_, cause) -> cause);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
