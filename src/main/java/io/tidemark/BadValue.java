package io.tidemark;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;

/** Says in one sentence why a value could not be taken. */
final class BadValue {

    private BadValue() {}

    static SettingsException explain(BindException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (OurSentence.isIn(cause)) {
                return new SettingsException(OurSentence.of(cause), e);
            }
        }
        return new SettingsException(
                e.getName() + ": " + shown(e) + " is not " + expected(e.getTarget().getType().resolve(Object.class))
                        + ".",
                e);
    }

    private static String shown(BindException e) {
        ConfigurationPropertyName name = e.getName();
        boolean secret = name.toString().toLowerCase(Locale.ROOT).matches(".*(password|token|secret).*");
        return secret || e.getProperty() == null ? "the value" : "'" + e.getProperty().getValue() + "'";
    }

    private static String expected(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 500ms, 30s, 5m or 2h";
        }
        if (type == DataSize.class) {
            return "a size such as 64MB or 1GB";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class) {
            return "a whole number";
        }
        if (type == InetAddress.class) {
            return "an address or the name of one";
        }
        if (type == Path.class) {
            return "a path";
        }
        return type.isRecord() || java.util.Map.class.isAssignableFrom(type)
                ? "a group of keys"
                : "a value of the kind it needs";
    }
}
