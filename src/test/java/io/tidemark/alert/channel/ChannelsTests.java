package io.tidemark.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTests {

    private static final String SECRET = "T0pS3cret";

    private final Channels channels = new Channels(List.of(new LogChannel.Factory(), new WebhookChannel.Factory(),
            new PagerDutyChannel.Factory(), new EmailChannel.Factory()));

    @Test
    void withoutAnyTheLogIsTold() {
        assertThat(channels.create(Map.of())).containsOnlyKeys("log").extractingByKey("log")
                .extracting(Receiver::channel).isInstanceOf(LogChannel.class);
    }

    @Test
    void anUnknownTypeNamesItsNearestNeighbour() {
        assertThat(refusal(Map.of("type", "webhok"))).isEqualTo("tidemark.alerts.channels.on-call.type 'webhok' is not "
                + "a type of channel; allowed are email, log, pagerduty, webhook; did you mean 'webhook'?");
    }

    @Test
    void anUnknownKeyNamesItsNearestNeighbourAndNoValue() {
        assertThat(refusal(Map.of("type", "webhook", "ulr", "https://x.example/" + SECRET))).isEqualTo(
                "tidemark.alerts.channels.on-call.ulr is not a setting of type 'webhook'; allowed are match, severity, token, type, url; "
                        + "did you mean 'url'?");
    }

    @Test
    void theLogTakesNoAddress() {
        assertThat(refusal(Map.of("type", "log", "url", "https://x.example")))
                .isEqualTo(
                        "tidemark.alerts.channels.on-call.url is not a setting of type 'log'; allowed are match, severity, type");
    }

    @Test
    void whatIsNeededMustBeGiven() {
        assertThat(refusal(Map.of("type", "webhook"))).isEqualTo("tidemark.alerts.channels.on-call.url is missing");
        assertThat(refusal(Map.of("url", "https://x.example")))
                .isEqualTo("tidemark.alerts.channels.on-call.type is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x.example/" + SECRET, "hooks.example/" + SECRET, "https:///" + SECRET,
            "https://x example/" + SECRET, "file:///" + SECRET, "http://x.example:99999/" + SECRET})
    void onlyWebAddressesAreTaken(String url) {
        assertThat(refusal(Map.of("type", "webhook", "url", url))).isEqualTo("tidemark.alerts.channels.on-call.url is "
                + "not an http or https address such as https://hooks.example/alerts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest", "http://2852039166/", "http://[fe80::1]/",
            "http://[::ffff:169.254.169.254]/", "http://metadata.google.internal/", "http://METADATA.google.internal./",
            "http://100.100.100.200/", "http://[fd00:ec2::254]/", "http://0.0.0.0/", "http://224.0.0.1/"})
    void addressesOfNoReceiverAreRefused(String url) {
        assertThat(refusal(Map.of("type", "webhook", "url", url))).startsWith(
                "tidemark.alerts.channels.on-call.url leads to a link-local, metadata or multicast address");
    }

    @Test
    void credentialsDoNotBelongIntoTheAddress() {
        assertThat(refusal(Map.of("type", "webhook", "url", "https://me:" + SECRET + "@x.example/")))
                .contains("must not contain a user or password").doesNotContain(SECRET);
    }

    @Test
    void aTokenMustFitIntoAHeader() {
        assertThat(refusal(Map.of("type", "webhook", "url", "https://x.example", "token", SECRET + "\nX: y")))
                .contains("tidemark.alerts.channels.on-call.token must be printable").doesNotContain(SECRET);
    }

    @Test
    void aNameMustBeAName() {
        assertThat(catchThrowableOfType(IllegalArgumentException.class,
                () -> channels.create(Map.of("On Call", Map.of("type", "log"))))).hasMessageContaining("'On Call'");
    }

    @Test
    void noTextFormShowsASecret() {
        Channel channel = Objects.requireNonNull(channels.create(Map.of("on-call", Map.of("type", "webhook", "url",
                "https://hooks.example/" + SECRET + "?key=" + SECRET, "token", SECRET))).get("on-call")).channel();

        assertThat(channel).hasToString("https://hooks.example:443");
        assertThat(new ChannelOptions("p", "on-call", Map.of("token", SECRET))).asString().doesNotContain(SECRET);
    }

    @Test
    void aRoutingKeyIsNeitherShownNorTakenInAnotherForm() {
        assertThat(refusal(Map.of("type", "pagerduty", "routing-key", SECRET))).isEqualTo(
                "tidemark.alerts.channels.on-call.routing-key must be the 32 letters and digits of an integration of "
                        + "Events API v2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "host=169.254.169.254 | host leads to a link-local, metadata or multicast address",
            "host=mail/x | host must be the name of a mail server", "port=0 | port must be 1 to 65535",
            "security=tls | security 'tls' is not known; allowed are starttls, ssl, none",
            "to=nobody | to must be addresses such as on-call@example.org, separated by commas",
            "from=a@x.example,b@x.example | from must be one address",
            "password=T0pS3cret | username and password are given together or not at all"})
    void aMailServerIsCheckedAtStart(String setting, String refused) {
        Map<String, String> settings = new TreeMap<>(
                Map.of("type", "email", "host", "mail.example", "from", "tidemark@x.example", "to", "me@x.example"));
        settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));

        assertThat(refusal(settings)).startsWith("tidemark.alerts.channels.on-call." + refused).doesNotContain(SECRET);
    }

    @Test
    void aPasswordDoesNotTravelInTheOpen() {
        assertThat(refusal(Map.of("type", "email", "host", "mail.example", "from", "a@x.example", "to", "b@x.example",
                "security", "none", "username", "a", "password", SECRET))).isEqualTo(
                        "tidemark.alerts.channels.on-call.password would travel in the open; use it with security "
                                + "starttls or ssl");
    }

    private String refusal(Map<String, String> settings) {
        return String.valueOf(catchThrowableOfType(IllegalArgumentException.class,
                () -> channels.create(Map.of("on-call", settings))).getMessage());
    }
}
