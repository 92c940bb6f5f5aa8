package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.alert.jpa.TestStores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A store that is damaged, newer or somebody else's ends the start in one sentence, and every byte of it stays. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStoreIT {

    private static final String NEWER = "insert into %s select 99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', "
            + "current_timestamp, 1, true";
    private static final String CHANGED = "update %s set checksum = 5 where version = '2'";
    private static final String FAILED = "update %s set success = false where version = '3'";
    private static final String FOREIGN = "create table customers (id integer primary key)";

    @TempDir
    private static Path origin;
    private static EmbeddedPostgres postgres;

    @TempDir
    private Path data;
    private Path store;

    @BeforeAll
    static void makeAStore() throws IOException {
        RunningService.start(origin, "tidemark.paused=true").close();
        postgres = TestStores.startPostgres();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void copy() throws IOException {
        store = Files.copy(origin.resolve("store.mv.db"), data.resolve("store.mv.db"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0001, 0.2, 0.25, 0.5, 0.75, 0.99})
    void aTruncatedFile(double part, CapturedOutput output) throws IOException {
        byte[] whole = Files.readAllBytes(store);
        Files.write(store, Arrays.copyOf(whole, (int) Math.ceil(whole.length * part)));
        assertThat(refusal(output)).contains("tidemark.data: the embedded store " + store + " is damaged",
                "left as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no database ", "\0", "SQLite format 3\0"})
    void aFileOfSomethingElse(String content, CapturedOutput output) throws IOException {
        Files.writeString(store, content.repeat(2000));
        assertThat(refusal(output)).contains("is damaged", "move it away to begin anew");
    }

    @Test
    void aFileOfANewerH2(CapturedOutput output) throws IOException {
        byte[] bytes = Files.readAllBytes(store);
        for (int header : new int[]{0, 4096}) {
            raiseFormat(bytes, header);
        }
        Files.write(store, bytes);
        assertThat(refusal(output)).contains("is in a format of another version of H2 than this program's");
    }

    @Test
    void aWrongPassword(CapturedOutput output) {
        assertThat(refusal(output, "spring.datasource.password=guessed"))
                .contains("spring.datasource.password: the embedded store", "does not take this user and password")
                .doesNotContain("guessed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            NEWER + " | was made by a newer Tidemark (its schema is 99, this program knows up to",
            CHANGED + " | its migration 2 'alerts' is not this program's",
            FAILED + " | was left halfway by its migration 3 'course of runs'"})
    void aSchemaThatIsNotThisPrograms(String statement, String sentence, CapturedOutput output) throws SQLException {
        inH2(statement.formatted("\"flyway_schema_history\"").replace("checksum", "\"checksum\"")
                .replace("version =", "\"version\" =").replace("success", "\"success\""));
        assertThat(refusal(output)).contains("the embedded store", sentence);

        String url = database("refused_" + sentence.length());
        RunningService.start(data.resolve("pg"), url, "spring.datasource.username=postgres", "tidemark.paused=true")
                .close();
        inPostgres(url, statement.formatted("flyway_schema_history"));
        assertThat(refusal(output, url, "spring.datasource.username=postgres")).contains(
                "spring.datasource.url: the store jdbc:postgresql://", sentence);
    }

    @Test
    void tablesOfSomebodyElse(CapturedOutput output) throws IOException, SQLException {
        Files.delete(store);
        inH2(FOREIGN);
        assertThat(refusal(output)).contains("the embedded store", "holds tables of another program (CUSTOMERS)");

        String url = database("foreign_tables");
        inPostgres(url, FOREIGN);
        assertThat(refusal(output, url, "spring.datasource.username=postgres"))
                .contains("spring.datasource.url: the store", "holds tables of another program (customers)");
    }

    @Test
    void aJournalOfANewerProgram(CapturedOutput output) throws IOException {
        Files.createDirectories(data.resolve("journal"));
        Files.write(data.resolve("journal/000000000001.log"), header(1));
        Files.write(data.resolve("journal/000000000002.log"), header(9));
        assertThat(refusal(output)).contains("tidemark.data: the journal file", "000000000002.log",
                "was made by a newer Tidemark (version 9, this program reads up to");
    }

    @Test
    void butAFileOfAProcessKilledBeforeItsFirstCommitIsNone() throws IOException {
        Files.write(store, new byte[0]);
        RunningService.start(data, "tidemark.paused=true").close();
        assertThat(store).isNotEmptyFile();
    }

    /** The sentence; the files are the same before and after. */
    private String refusal(CapturedOutput output, String... settings) {
        Map<String, String> before = hashes();
        assertThatThrownBy(() -> RunningService.start(data, settings).close()).isInstanceOf(Exception.class);
        assertThat(hashes()).isEqualTo(before);
        assertThat(output).doesNotContain("\tat ");
        return output.toString().lines().filter(line -> line.startsWith("Tidemark cannot start."))
                .reduce((_, last) -> last).orElseThrow(() -> new AssertionError("no sentence in: " + output));
    }

    private Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.endsWith("lock")).toList()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                hashes.put(data.relativize(file).toString(), HexFormat.of().formatHex(hash));
            }
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return hashes;
    }

    private void inH2(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("store"), "tidemark",
                ""); Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    private static void inPostgres(String url, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url.substring(url.indexOf('=') + 1), "postgres", "");
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    private static String database(String name) throws SQLException {
        inPostgres("=" + postgres.getJdbcUrl("postgres", "postgres"), "create database " + name);
        return "spring.datasource.url=jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name;
    }

    private static byte[] header(int version) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeByte(1);
        fields.writeByte(version);
        fields.writeUTF("other");
        fields.writeLong(0);
        CRC32C checksum = new CRC32C();
        checksum.update(body.toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream framed = new DataOutputStream(file);
        framed.writeInt(body.size());
        framed.writeInt((int) checksum.getValue());
        body.writeTo(framed);
        return file.toByteArray();
    }

    private static void raiseFormat(byte[] bytes, int start) {
        String header = new String(bytes, start, 512, StandardCharsets.ISO_8859_1);
        String fields = header.substring(0, header.indexOf(",fletcher:")).replaceFirst("format:\\d+", "format:9");
        byte[] raised = fields.getBytes(StandardCharsets.ISO_8859_1);
        int checksum = DataUtils.getFletcher32(raised, 0, raised.length);
        byte[] whole = (fields + ",fletcher:" + Integer.toHexString(checksum) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(bytes, start, start + 512, (byte) ' ');
        System.arraycopy(whole, 0, bytes, start, whole.length);
    }
}
