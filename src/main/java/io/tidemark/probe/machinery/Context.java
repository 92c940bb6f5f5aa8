package io.tidemark.probe.machinery;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something is done and by when, as servers make one for each request. Never changes; what is called
 * finds it without having it handed over.
 *
 * @param deadline as {@link System#nanoTime()}
 * @param attributes its own; those of the parent are seen through it
 * @param parent what it is a part of; null when it is the whole request
 */
public record Context(UUID id, String tenant, User user, long deadline, Map<String, String> attributes,
        @Nullable Context parent) {

    private static final ScopedValue<Context> CURRENT = ScopedValue.newInstance();

    /** Who asks, and what they may do. */
    public record User(String name, Set<String> rights) {

        public User {
            rights = Set.copyOf(rights);
        }
    }

    public Context {
        attributes = Map.copyOf(attributes);
    }

    /** A request from outside. */
    public static Context root(UUID id, String tenant, User user, long deadline, Map<String, String> attributes) {
        return new Context(id, tenant, user, deadline, attributes, null);
    }

    /** A part of it, which has no more time than the whole. */
    public Context child(UUID id, long until, String attribute, String value) {
        return new Context(id, tenant, user, until - deadline < 0 ? until : deadline, Map.of(attribute, value), this);
    }

    /** The nearest value of that name. */
    public Optional<String> attribute(String name) {
        String own = attributes.get(name);
        return own != null || parent == null ? Optional.ofNullable(own) : parent.attribute(name);
    }

    /** Does something on its behalf. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** On whose behalf the caller works; null when it is on nobody's. */
    public static @Nullable Context current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }
}
