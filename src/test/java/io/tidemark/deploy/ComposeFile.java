package io.tidemark.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** `docker-compose.yml` as far as tests ask about it. */
public record ComposeFile(Map<String, Object> content) {

    public static ComposeFile read() throws IOException {
        return new ComposeFile(new Yaml().load(Files.readString(Path.of("docker-compose.yml"))));
    }

    Map<String, Object> section(String name) {
        return map(content.get(name));
    }

    Collection<Service> services() {
        return section("services").keySet().stream().map(this::service).toList();
    }

    public Service service(String name) {
        return new Service(name, map(section("services").get(name)));
    }

    /** One service with its keys. */
    public record Service(String name, Map<String, Object> keys) {

        List<String> list(String key) {
            return keys.get(key) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
        }

        Map<String, Object> map(String key) {
            return ComposeFile.map(keys.get(key));
        }

        /** Names of secrets by the file below /run/secrets that holds them. */
        public Map<String, String> secrets() {
            Map<String, String> secrets = new LinkedHashMap<>();
            if (keys.get("secrets") instanceof List<?> list) {
                list.forEach(secret -> {
                    if (secret instanceof Map<?, ?> named) {
                        secrets.put(String.valueOf(named.get("target")), String.valueOf(named.get("source")));
                    } else {
                        secrets.put(String.valueOf(secret), String.valueOf(secret));
                    }
                });
            }
            return secrets;
        }

        List<Mount> mounts() {
            return list("volumes").stream().map(volume -> volume.split(":", -1))
                    .map(parts -> new Mount(parts[0], parts[1], parts.length > 2 ? parts[2] : "")).toList();
        }
    }

    /** A volume or a path, where it is seen, and how. */
    record Mount(String source, String target, String mode) {
        boolean isBind() {
            return source.startsWith(".") || source.startsWith("/");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
