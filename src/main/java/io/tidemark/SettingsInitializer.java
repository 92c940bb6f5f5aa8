package io.tidemark;

import io.tidemark.history.DataDirectoryLock;
import io.tidemark.history.StoreCheck;
import io.tidemark.history.StoreRefusedException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Reads the settings and claims the data directory before anything is opened, so that a bad setting or a second
 * Tidemark in the same directory ends the start before it has touched the store.
 */
final class SettingsInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String STORE_URL = "spring.datasource.url";
    private static final int LAST_PORT = 65_535;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        UnknownSettings.refuse(environment);
        TidemarkProperties properties = bind(environment);
        refuseNoAddress(Binder.get(environment));
        DataDirectoryLock lock = DataDirectoryLock.claim(properties.data());
        // First in is last out: the lock goes after everything that writes into the directory.
        ((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean("dataDirectoryLock",
                lock::close);
        context.getBeanFactory().registerSingleton("tidemarkProperties", properties);
        environment.getPropertySources()
                .addLast(new MapPropertySource("store", storeDefaults(environment, properties.data())));
        refuseUnusableStore(environment, properties.data(), lock);
    }

    private static void refuseUnusableStore(ConfigurableEnvironment environment, Path data, DataDirectoryLock lock) {
        try {
            StoreCheck.journal(data);
            String migrations = environment.getProperty("spring.flyway.locations", "");
            StoreCheck.embedded(environment.getRequiredProperty(STORE_URL),
                    environment.getProperty("spring.datasource.username", ""),
                    environment.getProperty("spring.datasource.password", ""),
                    List.of(migrations.replace("{vendor}", "h2").split(",")));
        } catch (StoreRefusedException e) {
            lock.release();
            throw e;
        }
    }

    static TidemarkProperties bind(ConfigurableEnvironment environment) {
        try {
            return Binder.get(environment).bindOrCreate(TidemarkProperties.PREFIX, TidemarkProperties.class);
        } catch (BindException e) {
            throw BadValue.explain(e);
        }
    }

    /** Boot would say this in a paragraph, or only when everything else has been opened. */
    private static void refuseNoAddress(Binder binder) {
        try {
            binder.bind("server.address", InetAddress.class);
            int port = binder.bind("server.port", Integer.class).orElse(0);
            if (port < 0 || port > LAST_PORT) {
                throw new SettingsException("server.port: " + port + " is no port; use 1 to " + LAST_PORT
                        + ", or 0 for any that is free.");
            }
        } catch (BindException e) {
            throw BadValue.explain(e);
        }
    }

    private static Map<String, Object> storeDefaults(ConfigurableEnvironment environment, Path data) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        String url = environment.getProperty(STORE_URL);
        if (url == null) {
            defaults.put(STORE_URL, embedded(data));
            defaults.put("spring.datasource.username", "tidemark");
            defaults.put("spring.datasource.password", "");
        } else if (url.startsWith("jdbc:postgresql:")) {
            String driver = "spring.datasource.hikari.data-source-properties.";
            defaults.put(driver + "ApplicationName", "tidemark");
            defaults.put(driver + "reWriteBatchedInserts", "true");
            // What is in the store leaves the journal, so a commit must mean kept, whatever the server's default.
            defaults.put(driver + "options", "-c synchronous_commit=on");
            // A frozen server holds a connection for ever without these; a statement timeout does not help.
            defaults.put(driver + "connectTimeout", "3");
            defaults.put(driver + "loginTimeout", "3");
            defaults.put(driver + "socketTimeout", "10");
        } else if (!url.startsWith("jdbc:h2:")) {
            throw new SettingsException(STORE_URL + ": only jdbc:postgresql:… is supported as a shared store; "
                    + "leave it out for the embedded one.");
        }
        return defaults;
    }

    /** Without WRITE_DELAY=0 H2 loses acknowledged rows when the process is killed. */
    private static String embedded(Path data) {
        if (data.toString().contains(";")) {
            throw new SettingsException("tidemark.data: the path '" + data + "' must not contain ';'.");
        }
        return "jdbc:h2:file:" + data.resolve("store") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    }
}
