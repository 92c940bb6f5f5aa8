package io.tidemark.history.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.history.History;
import io.tidemark.history.StoreException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class StoreProblemsTests {

    private final MockMvcTester web = MockMvcTester.of(java.util.List.of(new SampleController(away(),
            InstantSource.system())), setup -> setup.setControllerAdvice(new StoreProblems()).build());

    @Test
    void aStoreThatDoesNotAnswerIsUnavailable() {
        assertThat(web.get().uri("/api/v1/series?match=system.load.1m")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                .bodyJson().hasPathSatisfying("$.detail", detail -> assertThat(detail).isEqualTo("it is away"))
                .hasPathSatisfying("$.type", type -> assertThat(type).isEqualTo("about:blank"));
        assertThat(web.get().uri("/api/v1/samples?match=system.load.1m").accept("text/csv"))
                .hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static History away() {
        return (History) Proxy.newProxyInstance(History.class.getClassLoader(), new Class<?>[]{History.class},
                (_, _, _) -> {
                    throw new StoreException("it is away");
                });
    }
}
