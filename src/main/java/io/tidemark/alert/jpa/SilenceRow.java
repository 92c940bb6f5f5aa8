package io.tidemark.alert.jpa;

import io.tidemark.alert.LabelMatcher;
import io.tidemark.alert.Silence;
import io.tidemark.threshold.Hours;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One silence in the store. */
@Entity
@Table(name = "silence")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class SilenceRow {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<LabelMatcher>> MATCHERS = new TypeReference<>() {
    };

    @Id
    private Long id;
    @Column(name = "matchers", length = 100_000)
    private String matchers;
    @Column(name = "starts_at")
    private Instant startsAt;
    @Column(name = "ends_at")
    private @Nullable Instant endsAt;
    @Column(name = "repeat_hours")
    private @Nullable String repeat;
    @Column(name = "comment_text", length = 1000)
    private String comment;
    @Column(name = "author", length = 100)
    private String author;
    @Column(name = "created_at")
    private Instant createdAt;
    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    protected SilenceRow() {}

    SilenceRow(Silence silence) {
        Silence.Plan plan = silence.plan();
        Hours hours = plan.repeat();
        id = silence.id();
        matchers = JSON.writeValueAsString(plan.matchers());
        startsAt = plan.startsAt();
        endsAt = plan.endsAt();
        repeat = hours == null ? null : hours.toString();
        comment = plan.comment();
        author = plan.author();
        createdAt = silence.createdAt();
        endedAt = silence.endedAt();
    }

    Silence silence() {
        String hours = repeat;
        return new Silence(id, new Silence.Plan(JSON.readValue(matchers, MATCHERS), startsAt, endsAt,
                hours == null ? null : Hours.parse(hours, "repeat"), comment, author), createdAt, endedAt);
    }
}
