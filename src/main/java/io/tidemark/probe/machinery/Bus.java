package io.tidemark.probe.machinery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Takes each message to the one handler of its class, through interceptors that may refuse it. */
public final class Bus {

    private final Next first;

    /**
     * What is sent.
     *
     * @param <R> what its handler answers
     */
    public sealed interface Message<R> permits Command, Query {

        /** What the sender must be allowed to do. */
        String right();

        /**
         * Looks whether it makes sense.
         *
         * @throws RefusedException when it does not
         */
        void validate() throws RefusedException;
    }

    /** Changes something. */
    public non-sealed interface Command<R> extends Message<R> {}

    /** Reads only. */
    public non-sealed interface Query<R> extends Message<R> {}

    /** Answers the messages of one class. */
    public interface Handler<M extends Message<R>, R> {
        R handle(M message) throws Exception;
    }

    /** What surrounds every handler. */
    public interface Interceptor {
        Object around(Message<?> message, Next next) throws Exception;
    }

    /** The rest of the way. */
    public interface Next {
        Object proceed(Message<?> message) throws Exception;
    }

    /** A message that is not taken to its handler. */
    public static final class RefusedException extends Exception {

        public RefusedException(String reason) {
            super(reason);
        }
    }

    /** Handlers by class; the rest of the bus is made of them. */
    public static final class Handlers {

        private final Map<Class<?>, Handler<?, ?>> byClass = new HashMap<>();

        public <R, M extends Message<R>> Handlers add(Class<M> type, Handler<M, R> handler) {
            if (byClass.putIfAbsent(type, handler) != null) {
                throw new IllegalArgumentException(type.getSimpleName() + " has a handler already");
            }
            return this;
        }
    }

    /**
     * Puts the interceptors around all handlers.
     *
     * @param interceptors the outermost first
     */
    public Bus(Handlers handlers, List<Interceptor> interceptors) {
        Map<Class<?>, Handler<?, ?>> byClass = Map.copyOf(handlers.byClass);
        Next next = message -> handled(byClass.get(message.getClass()), message);
        for (Interceptor interceptor : interceptors.reversed()) {
            Next inner = next;
            next = message -> interceptor.around(message, inner);
        }
        first = next;
    }

    @SuppressWarnings("unchecked") // handlers are only added with the class of their messages
    private static <R, M extends Message<R>> Object handled(@Nullable Handler<?, ?> handler, Message<?> message)
            throws Exception {
        if (handler == null) {
            throw new RefusedException("nobody handles " + message.getClass().getSimpleName());
        }
        return ((Handler<M, R>) handler).handle((M) message);
    }

    /**
     * Takes a message to its handler, and returns what that answers.
     *
     * @throws RefusedException when it does not get that far
     */
    @SuppressWarnings("unchecked") // interceptors hand on what the handler of this class answers
    public <R> R send(Message<R> message) throws Exception {
        return (R) first.proceed(message);
    }
}
