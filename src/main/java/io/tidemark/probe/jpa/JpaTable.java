package io.tidemark.probe.jpa;

import java.lang.ref.Cleaner;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;

/**
 * A probe's table seen through Spring Data JPA and Hibernate, on connections that are lent to it. Making one takes up
 * to a second and some memory, so a run makes one and closes it. One that is forgotten, by a run that was cut, is closed
 * when it is collected.
 */
public final class JpaTable implements AutoCloseable {

    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final SessionFactory factory;
    private final Cleaner.Cleanable closing;

    /**
     * @param connection asked for what kind of database it is, and not kept
     * @param schema of the table, unquoted
     * @param table unquoted, with the columns run, id, instance and payload
     */
    public JpaTable(Connection connection, String schema, String table) throws SQLException {
        this(Mapping.start(connection.getMetaData(), schema, table));
    }

    JpaTable(SessionFactory factory) {
        this.factory = factory;
        this.closing = FORGOTTEN.register(this, factory::close);
    }

    /** The rows of the table as one worker sees them, on its connection. */
    public Rows rows(Connection connection) {
        return new Rows(this, factory.withOptions().connection(connection).openSession());
    }

    @Override
    public void close() {
        closing.clean();
    }

    /** A repository and the session it works on; used by one thread at a time. Does not close the connection. */
    public static final class Rows implements AutoCloseable {

        /** Keeps the table from being collected. */
        private final JpaTable table;
        private final Session session;
        private final MappedRows repository;

        private Rows(JpaTable table, Session session) {
            this.table = table;
            this.session = session;
            this.repository = new JpaRepositoryFactory(session).getRepository(MappedRows.class);
        }

        /** Reads a row that the session does not know, and forgets it again. */
        public @Nullable String payload(long run, long id) {
            String payload = repository.findById(new MappedRow.Key(run, id)).map(MappedRow::payload).orElse(null);
            session.clear();
            return payload;
        }

        /** Writes a row in a transaction of its own, and forgets it again. */
        public void insert(long run, long id, String instance, String payload) {
            session.beginTransaction();
            try {
                repository.save(new MappedRow(new MappedRow.Key(run, id), instance, payload));
                session.getTransaction().commit();
            } catch (RuntimeException e) {
                giveUp(e);
                throw e;
            } finally {
                session.clear();
            }
        }

        private void giveUp(RuntimeException failure) {
            try {
                if (session.getTransaction().isActive()) {
                    session.getTransaction().rollback();
                }
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }

        @Override
        public void close() {
            session.close();
        }

        @Override
        public String toString() {
            return "rows of " + table.factory.getName();
        }
    }
}
