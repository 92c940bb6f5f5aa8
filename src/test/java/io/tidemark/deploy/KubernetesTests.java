package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The manifests are of their kinds, without a field a cluster would refuse, and fit each other. */
class KubernetesTests {

    private static final Path DIRECTORY = Path.of("deploy", "kubernetes");
    private static final Map<String, Class<?>> KINDS = Map.of("ConfigMap", V1ConfigMap.class, "Service",
            V1Service.class, "ServiceAccount", V1ServiceAccount.class, "StatefulSet", V1StatefulSet.class,
            "NetworkPolicy", V1NetworkPolicy.class);

    @Test
    void areReadWithoutUnknownFields() throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.sorted().toList()) {
                documents.addAll(documents(file));
            }
        }
        assertThat(documents).extracting(document -> document.get("kind")).contains(KINDS.keySet().toArray());
        documents.stream().filter(document -> KINDS.containsKey(kind(document))).forEach(KubernetesTests::parse);
        assertThatThrownBy(() -> parse(Map.of("apiVersion", "v1", "kind", "Service", "spce", Map.of())))
                .hasMessageContaining("spce");
    }

    @Test
    void selectThePodTheyAreFor() throws IOException {
        Map<String, String> labels = stateful().getSpec().getTemplate().getMetadata().getLabels();
        assertThat(stateful().getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(service().getSpec().getSelector()).isEqualTo(labels);
        assertThat(only(V1NetworkPolicy.class, "networkpolicy").getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(labels);
        assertThat(stateful().getSpec().getServiceName()).isEqualTo(service().getMetadata().getName());
        assertThat(at(documents(DIRECTORY.resolve("servicemonitor.yaml")).getFirst(), "spec", "selector",
                "matchLabels")).isEqualTo(service().getMetadata().getLabels());
    }

    @Test
    void useThePortTheContainerHas() throws IOException {
        V1Container container = container();
        String port = container.getPorts().getFirst().getName();
        assertThat(container.getPorts().getFirst().getContainerPort()).isEqualTo(8080);
        assertThat(service().getSpec().getPorts().getFirst().getTargetPort().getStrValue()).isEqualTo(port);
        assertThat(only(V1NetworkPolicy.class, "networkpolicy").getSpec().getIngress().getFirst().getPorts().getFirst()
                .getPort().getStrValue()).isEqualTo(port);
        for (var probe : List.of(container.getStartupProbe(), container.getLivenessProbe(),
                container.getReadinessProbe())) {
            assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo(port);
        }
        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/livez");
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
    }

    @Test
    void mountVolumesThatExist() throws IOException {
        List<String> volumes = new ArrayList<>();
        pod().getVolumes().forEach(volume -> volumes.add(volume.getName()));
        stateful().getSpec().getVolumeClaimTemplates().forEach(claim -> volumes.add(claim.getMetadata().getName()));
        assertThat(container().getVolumeMounts()).extracting(mount -> mount.getName())
                .containsExactlyInAnyOrderElementsOf(volumes);
        V1ConfigMap settings = only(V1ConfigMap.class, "settings");
        assertThat(pod().getVolumes().getFirst().getConfigMap().getName()).isEqualTo(settings.getMetadata().getName());
        assertThat(settings.getData()).containsOnlyKeys("application.yml");
        // The secret is made by the command of the README.
        assertThat(Files.readString(Path.of("deploy", "README.md"))).contains(
                "secret generic " + pod().getVolumes().get(1).getSecret().getSecretName() + " ");
    }

    @Test
    void conformToTheRestrictedProfile() throws IOException {
        assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod().getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod().getEnableServiceLinks()).isFalse();
        assertThat(container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container().getResources().getLimits()).containsKeys("cpu", "memory");
    }

    @Test
    void haveSomebodyWhoTakesOffEndedProcesses() throws IOException {
        assertThat(pod().getShareProcessNamespace()).isTrue();
    }

    @Test
    void areListedWhereTheyExist() throws IOException {
        Object listed = documents(DIRECTORY.resolve("kustomization.yaml")).getFirst().get("resources");
        assertThat((List<?>) listed).isNotEmpty().allMatch(name -> Files.exists(DIRECTORY.resolve(name.toString())));
    }

    private static V1StatefulSet stateful() throws IOException {
        return only(V1StatefulSet.class, "statefulset");
    }

    private static V1Service service() throws IOException {
        return only(V1Service.class, "service");
    }

    private static V1PodSpec pod() throws IOException {
        return stateful().getSpec().getTemplate().getSpec();
    }

    private static V1Container container() throws IOException {
        return pod().getContainers().getFirst();
    }

    private static <T> T only(Class<T> type, String file) throws IOException {
        return documents(DIRECTORY.resolve(file + ".yaml")).stream().map(KubernetesTests::parse)
                .filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    private static Object parse(Map<String, Object> document) {
        return JSON.deserialize(new JsonMapper().writeValueAsString(document), KINDS.get(kind(document)));
    }

    private static Object at(Map<String, Object> document, String... path) {
        Object value = document;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    private static String kind(Map<String, Object> document) {
        return String.valueOf(document.get("kind"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        new Yaml().loadAll(Files.readString(file)).forEach(one -> documents.add((Map<String, Object>) one));
        return documents;
    }
}
