package io.tidemark.threshold.jpa;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;

class RuleStoreOnH2Tests extends RuleStoreContract {

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
}
