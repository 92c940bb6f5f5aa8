package io.tidemark.alert.jpa;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;

class AlertStoreOnH2Tests extends AlertStoreContract {

    @TempDir
    static Path directory;

    @Override
    DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + directory.resolve("store"));
        return database;
    }

    @Override
    String vendor() {
        return "h2";
    }

    @Override
    String waiting() {
        return "select count(*) from information_schema.sessions where blocker_id is not null";
    }
}
