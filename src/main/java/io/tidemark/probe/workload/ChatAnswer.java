package io.tidemark.probe.workload;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a model has answered, gathered while it comes. What was said is only kept where somebody looks into it. */
final class ChatAnswer {

    static final String OTHER = "other";
    /** Why an answer may end, as the protocol has it. */
    static final Set<String> REASONS = Set.of("stop", "length", "content_filter", "tool_calls");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_CONTENT = 65_536;
    private static final long MOST_TOKENS = 100_000_000;

    private final String target;
    private final @Nullable StringBuilder content;
    private @Nullable String finish;
    private @Nullable TokenUse used;
    private int pieces;

    /** @param keeps whether somebody wants to look into what was said */
    ChatAnswer(String target, boolean keeps) {
        this.target = target;
        this.content = keeps ? new StringBuilder() : null;
    }

    /**
     * Takes one chunk of a stream, or all of an answer.
     *
     * @param part where that has what was said: `delta` or `message`
     * @return whether something was said
     * @throws ProbeException when it is none or says that the server has failed
     */
    boolean take(String json, String part) throws ProbeException {
        JsonNode root = parsed(json);
        if (root.path("error").isObject()) {
            throw failed(Kind.REFUSED, "answered with an error instead of going on");
        }
        if (!root.path("choices").isArray()) {
            throw unreadable();
        }
        used = used(root.path("usage")).orElse(used);
        JsonNode choice = root.path("choices").path(0);
        if (choice.path("finish_reason").isString()) {
            finish = choice.path("finish_reason").stringValue();
        }
        return say(choice.path(part));
    }

    private JsonNode parsed(String json) throws ProbeException {
        try {
            return JSON.readTree(json);
        } catch (JacksonException _) {
            throw unreadable();
        }
    }

    private boolean say(JsonNode said) throws ProbeException {
        String text = said.path("content").asString("");
        if (content != null) {
            if (content.length() + text.length() > MOST_CONTENT) {
                throw failed(Kind.TOO_LARGE, "said more than the " + MOST_CONTENT + " characters that are looked into");
            }
            content.append(text);
        }
        boolean spoke = !text.isEmpty() || said.path("tool_calls").size() > 0
                || Stream.of("reasoning_content", "reasoning", "refusal")
                        .anyMatch(name -> !said.path(name).asString("").isEmpty());
        pieces += spoke ? 1 : 0;
        return spoke;
    }

    private static Optional<TokenUse> used(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        return isCount(prompt) && isCount(completion)
                ? Optional.of(new TokenUse(prompt.longValue(), completion.longValue()))
                : Optional.empty();
    }

    private static boolean isCount(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0
                && number.longValue() <= MOST_TOKENS;
    }

    private ProbeException unreadable() {
        return failed(Kind.PROTOCOL, "did not answer with a chat completion");
    }

    private ProbeException failed(Kind kind, String what) {
        return new ProbeException(new Failure(kind, target + " " + what), null);
    }

    /** Whether it has said why it ended. */
    boolean isFinished() {
        return finish != null;
    }

    /** Why it ended; {@link #OTHER} for any other reason, or none. */
    String finish() {
        return finish != null && REASONS.contains(finish) ? finish : OTHER;
    }

    /** What the server says was used. */
    Optional<TokenUse> used() {
        return Optional.ofNullable(used);
    }

    /**
     * How many tokens were said: as the server has it, otherwise the pieces they came in.
     *
     * @param streamed whether there were pieces
     */
    OptionalLong completion(boolean streamed) {
        if (used != null) {
            return OptionalLong.of(used.completion());
        }
        return streamed ? OptionalLong.of(pieces) : OptionalLong.empty();
    }

    /** What was said; empty when nobody wanted to keep it. */
    String content() {
        return content == null ? "" : content.toString();
    }
}
