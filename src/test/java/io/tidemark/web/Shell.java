package io.tidemark.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;

import io.tidemark.metric.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The shell on a real server, around controllers that only tests have. */
final class Shell implements AutoCloseable {

    static final String TOKEN = "let-me-in";

    private final ServletWebServerApplicationContext context;

    private Shell(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    static Shell start(@Nullable String token, boolean openReads, String... properties) {
        ApiSettings api = new ApiSettings(token == null ? null : new Secret(token), openReads);
        List<String> all = new ArrayList<>(List.of("spring.config.name=nothing", "server.port=0",
                "server.address=127.0.0.1", "spring.main.banner-mode=off", "springdoc.api-docs.enabled=false",
                "management.endpoint.health.probes.add-additional-paths=true", "logging.level.root=warn",
                "management.endpoints.web.exposure.include=health,info,prometheus",
                "server.max-http-request-header-size=8KB"));
        all.addAll(List.of(properties));
        return new Shell((ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET).properties(all.toArray(String[]::new))
                .initializers(context -> {
                    var beans = (GenericApplicationContext) context;
                    beans.registerBean(ApiSettings.class, () -> api);
                    beans.registerBean(Troubles.Trouble.class, () -> new Troubles().new Trouble());
                    beans.registerBean(Troubles.Filtering.class, Troubles.Filtering::new);
                }).run());
    }

    MockMvc mvc() {
        DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(context);
        return builder.apply(springSecurity()).build();
    }

    ServletWebServerApplicationContext context() {
        return context;
    }

    /** Sends bytes as they are and returns the whole answer; no client library would let them through. */
    String send(String request) throws IOException {
        int port = Objects.requireNonNull(context.getWebServer()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** A request that is well-formed but for what the test puts into its target. */
    String get(String target, String... headers) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n");
    }

    @Override
    public void close() {
        context.close();
    }

    // Neither this nor the controllers may be found by a component scan of the real application.
    @EnableAutoConfiguration(excludeName = {"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"})
    @Import({WebConfiguration.class, ProblemAdvice.class, ErrorProblems.class, EmptyProblems.class,
            RootController.class})
    static class Application {}
}
