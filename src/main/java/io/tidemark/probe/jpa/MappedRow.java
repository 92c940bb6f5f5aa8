package io.tidemark.probe.jpa;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * A row of a probe's table as an entity. Mapped by {@link Mapping} and not by annotations: those would make the store
 * of the service take it for one of its own, and every probe has a table of another name.
 */
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class MappedRow implements Persistable<MappedRow.Key> {

    private long run;
    private long id;
    private String instance;
    private String payload;
    /** Whether it was made here and not read. */
    private transient boolean fresh;

    /** Its primary key. */
    record Key(long run, long id) implements Serializable {}

    /** For Hibernate. */
    protected MappedRow() {}

    MappedRow(Key key, String instance, String payload) {
        this.run = key.run;
        this.id = key.id;
        this.instance = instance;
        this.payload = payload;
        this.fresh = true;
    }

    String payload() {
        return payload;
    }

    String instance() {
        return instance;
    }

    @Override
    public @Nullable Key getId() {
        return new Key(run, id);
    }

    /** Otherwise Spring Data would look for the row before it writes one. */
    @Override
    public boolean isNew() {
        return fresh;
    }
}
