package io.tidemark.probe.workload;

/** Asks a model prompts of yours, one after another. */
class ChatWorkload extends PromptedWorkload {

    ChatWorkload() {
        super(Traits.reading("chat",
                "Asks a model prompts of yours: time until the first token, between tokens, and of the whole answer.")
                .load(3, 1).measures(ChatFigures.metrics()), "p95 < 2s");
    }
}
