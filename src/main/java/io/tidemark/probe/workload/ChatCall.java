package io.tidemark.probe.workload;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.HttpExchange;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a model over one session, prompt by prompt, each within the budget and with its retries. */
final class ChatCall implements Operation {

    static final String OPERATION = "chat";

    /** How long a worker rests that may not ask, so that it does not fail as fast as it can. */
    private static final Duration REST = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Chat chat;
    private final HttpSession session;
    private final Target target;
    private final ChatFigures figures;
    private final Retries retries;
    private final List<HttpExchange> exchanges;
    private int turn;
    private long said;
    private long lasted;

    /** What the calls of a run share. */
    record Shared(ChatFigures figures, Retries retries) {}

    /** @param first the prompt to begin with, so that workers do not all ask the same at once */
    ChatCall(Chat chat, HttpSession session, Target target, Shared shared, int first) {
        this.chat = chat;
        this.session = session;
        this.target = target;
        this.figures = shared.figures;
        this.retries = shared.retries;
        this.exchanges = chat.prompts().stream().map(prompt -> session.exchange(prompt.sent())).toList();
        this.turn = first % exchanges.size();
    }

    @Override
    public void run(Stopwatch watch) throws IOException, ProbeException, InterruptedException {
        said = 0;
        lasted = 0;
        int prompt = turn;
        turn = (turn + 1) % exchanges.size();
        retries.begin();
        TokenUse most = chat.prompts().get(prompt).most();
        TokenBudget.Hold hold = held(most);
        watch.start();
        try {
            check(answer(exchanges.get(prompt), hold, watch));
        } finally {
            lasted = System.nanoTime() - watch.started();
        }
    }

    private void check(ChatAnswer answer) throws ProbeException {
        said = answer.completion(chat.manner().streamed()).orElse(0);
        Optional<String> broken = chat.expected().broken(answer);
        if (broken.isPresent()) {
            throw new ProbeException(new Failure(Kind.ASSERTION,
                    target.name() + " answered otherwise than expected: " + broken.get()), null);
        }
    }

    /** Tokens of the last answer; 0 when there was none or nobody counted them. */
    long said() {
        return said;
    }

    /** Nanoseconds from the first try of the last call to its end, however that was; 0 when it was not sent. */
    long lasted() {
        return lasted;
    }

    private TokenBudget.Hold held(TokenUse most) throws ProbeException, InterruptedException {
        try {
            return chat.budget().hold(most);
        } catch (ProbeException e) {
            pause(REST);
            throw e;
        }
    }

    private ChatAnswer answer(HttpExchange exchange, TokenBudget.Hold first, Stopwatch watch)
            throws IOException, ProbeException, InterruptedException {
        long end = System.nanoTime() + chat.manner().timeout().toNanos();
        TokenBudget.Hold hold = first;
        for (int tries = 1;; tries++) {
            ChatTry attempt = new ChatTry(chat, target.name(), exchange);
            Optional<Duration> wait;
            try {
                ChatAnswer answer = attempt.ask(watch, end);
                figures.answered(answer, chat.manner().streamed(), attempt.lasted());
                return answer;
            } catch (IOException | ProbeException e) {
                wait = session.isCut() ? Optional.empty() : next(attempt, e, tries, end);
                if (wait.isEmpty()) {
                    throw e;
                }
            } finally {
                settle(hold, attempt.used(hold.most()));
            }
            pause(wait.get());
            // Before the time of the next try begins: this writes a file.
            hold = chat.budget().hold(hold.most());
            watch.lap("backoff");
        }
    }

    private Optional<Duration> next(ChatTry attempt, Exception failure, int tries, long end) {
        return retries.next(target.explain(failure).kind(), tries, chat.manner().retries(), attempt.asked(),
                Duration.ofNanos(end - System.nanoTime()));
    }

    private void settle(TokenBudget.Hold hold, TokenUse used) {
        chat.budget().settle(hold, used);
        figures.charged(used);
    }

    /** Looks now and then whether the run is over. */
    private void pause(Duration wait) throws InterruptedException, ProbeException {
        long until = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = until - System.nanoTime()) {
            if (session.isCut()) {
                throw new ProbeException(
                        new Failure(Kind.TIMEOUT, target.name() + " did not answer within the deadline of the run"),
                        null);
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK.toNanos()));
        }
    }
}
