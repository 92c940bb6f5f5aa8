package io.tidemark.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What each channel sends, compared with files that were written after the receivers' own descriptions. */
class FormatsTests {

    private static final String KEY = "R0ut1ngKey0000000000000000000000";

    @ParameterizedTest
    @ValueSource(strings = {"firing", "resolved", "several"})
    void webhook(String sample) throws IOException {
        assertJson("webhook-" + sample, WebhookChannel.body("on-call", notification(sample)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"firing", "resolved", "several"})
    void alertmanager(String sample) throws IOException {
        assertJson("alertmanager-" + sample, AlertmanagerChannel.body(notification(sample), Samples.NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"firing", "resolved", "several"})
    void slack(String sample) throws IOException {
        assertJson("slack-" + sample, SlackChannel.body(notification(sample)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"firing", "resolved"})
    void pagerDuty(String sample) throws IOException {
        assertJson("pagerduty-" + sample, PagerDutyChannel.event(notification(sample).messages().getFirst(), KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"firing", "resolved", "several"})
    void email(String sample) throws Exception {
        Envelope envelope = Envelope.of(new ChannelOptions("p", "on-call", java.util.Map.of("from",
                "Tidemark <tidemark@x.example>", "to", "a@x.example, b@x.example")));

        String mail = EmailText.preview(envelope, notification(sample));

        assertThat(mail).isEqualTo(golden("email-" + sample + ".txt"));
        assertThat(EmailText.mail(envelope, notification(sample)).getSubject())
                .isEqualTo(mail.lines().skip(2).findFirst().orElseThrow().substring("Subject: ".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"firing", "resolved", "several"})
    void log(String sample) throws IOException {
        assertThat(new LogChannel().preview(notification(sample)) + '\n').isEqualTo(golden("log-" + sample + ".txt"));
    }

    @Test
    void whatPeopleReadIsBoundedAndSaysWhatIsMissing() {
        String slack = SlackChannel.body(Samples.many());

        assertThat(JsonMapper.shared().readTree(slack).get("attachments")).hasSize(Digest.SHOWN + 1);
        assertThat(slack).contains("and 12 more: GET /api/v1/alerts has them all",
                "30 firing, 0 resolved, 2 more on web-1: r29, r28, r27 and others");
        assertThat(new LogChannel().preview(Samples.many())).endsWith("and 12 more: GET /api/v1/alerts has them all");
    }

    @Test
    void whatMachinesReadIsComplete() {
        assertThat(JsonMapper.shared().readTree(WebhookChannel.body("x", Samples.many())).get("alerts")).hasSize(30);
        assertThat(JsonMapper.shared().readTree(AlertmanagerChannel.body(Samples.many(), Samples.NOW))).hasSize(30);
    }

    @Test
    void firingAndResolvedMeetAgain() {
        Message firing = Samples.firing().messages().getFirst();
        Message resolved = Samples.resolved().messages().getFirst();

        assertThat(Fingerprint.of(resolved.labels())).hasSize(16).isEqualTo(Fingerprint.of(firing.labels()));
        assertThat(read(PagerDutyChannel.event(firing, KEY), "dedup_key"))
                .isEqualTo(read(PagerDutyChannel.event(resolved, KEY), "dedup_key"));
        assertThat(read(WebhookChannel.body("x", Samples.firing()), "groupKey"))
                .isEqualTo(read(WebhookChannel.body("x", Samples.resolved()), "groupKey"));
    }

    @Test
    void thePreviewOfPagerDutyShowsTheEventWithoutItsKey() {
        Channel channel = new PagerDutyChannel.Factory().create(
                new ChannelOptions("p", "on-call", java.util.Map.of("routing-key", KEY)));

        assertThat(channel.preview(Samples.firing())).contains("POST https://events.pagerduty.com:443/***",
                "\"routing_key\":\"***\"", "\"event_action\":\"trigger\"").doesNotContain(KEY);
    }

    @Test
    void aTextThatIsTooLongForSlackDoesNotEndWithinACharacter() {
        Message message = Samples.firing().messages().getFirst();
        message.annotations().put("summary", "&".repeat(2_000));
        String text = JsonMapper.shared().readTree(
                SlackChannel.body(new Notification("1", java.util.List.of(message), 0)))
                .at("/attachments/0/blocks/0/text/text").asString();

        assertThat(text).hasSizeLessThanOrEqualTo(3_000).endsWith("&amp;…");
    }

    @Test
    void aMessageSurvivesTheOutbox() {
        Message message = Samples.firing().messages().getFirst();

        assertThat(Message.parse(message.toJson())).isEqualTo(message);
    }

    private static Notification notification(String sample) {
        return switch (sample) {
            case "firing" -> Samples.firing();
            case "resolved" -> Samples.resolved();
            case "several" -> Samples.several();
            default -> throw new IllegalArgumentException(sample);
        };
    }

    private static String read(String json, String field) {
        return JsonMapper.shared().readTree(json).get(field).asString();
    }

    private static void assertJson(String name, String actual) throws IOException {
        JsonMapper json = JsonMapper.builder().enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
                .build();
        assertThat(json.writeValueAsString(json.readTree(actual)))
                .isEqualTo(json.writeValueAsString(json.readTree(golden(name + ".json"))));
    }

    private static String golden(String name) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/channels", name)).stream()
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
