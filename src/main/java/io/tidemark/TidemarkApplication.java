package io.tidemark;

import io.tidemark.history.ClosedStore;
import io.tidemark.metric.InstanceName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Starts the service. */
@SpringBootApplication
public class TidemarkApplication {

    private static final Logger log = LoggerFactory.getLogger(TidemarkApplication.class);

    static void main(String[] args) {
        start(args);
    }

    static ConfigurableApplicationContext start(String... args) {
        ClosedStore.failInsteadOfLooping();
        return new SpringApplicationBuilder(TidemarkApplication.class).initializers(new SettingsInitializer())
                .run(args);
    }

    @EventListener
    void sayWhereThePageIs(ApplicationReadyEvent ready) {
        Environment environment = ready.getApplicationContext().getEnvironment();
        String address = environment.getProperty("server.address", "127.0.0.1");
        String host = address.contains(":") ? "[" + address + "]" : address;
        log.info("Tidemark watches {}; the page is at http://{}:{}/",
                ready.getApplicationContext().getBean(InstanceName.class).value(), host,
                environment.getProperty("local.server.port"));
    }
}
