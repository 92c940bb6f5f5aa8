package io.tidemark.probe.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metric.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs are rebuilt from checked fields; nothing else gets to a driver, and none is ever shown. */
class TargetsTests {

    private static final String KEY = "tidemark.targets.shop.url";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "jdbc:postgresql://db/shop | jdbc:postgresql://db:5432/shop",
            "jdbc:postgresql://shop_db:6432/shop | jdbc:postgresql://shop_db:6432/shop",
            "jdbc:postgresql://[::1]:5433/shop | jdbc:postgresql://[::1]:5433/shop",
            "jdbc:postgresql://10.0.0.7/caf%C3%A9 | jdbc:postgresql://10.0.0.7:5432/caf%C3%A9",
            "jdbc:postgresql://db/shop?sslrootcert=%2Fetc%2Fca.pem&sslmode=verify-full"
                    + " | jdbc:postgresql://db:5432/shop?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
            "jdbc:postgresql://db/shop? | jdbc:postgresql://db:5432/shop",
            "jdbc:postgresql://db/shop?prepareThreshold=0 | jdbc:postgresql://db:5432/shop?prepareThreshold=0",
            "jdbc:mariadb://db/shop | jdbc:mariadb://db:3306/shop",
            "jdbc:mysql://db:3307/shop_2?sslMode=verify-full&serverSslCert=/etc/ca.pem"
                    + " | jdbc:mariadb://db:3307/shop_2",
            "jdbc:mariadb://[::1]/shop? | jdbc:mariadb://[::1]:3306/shop",
            "redis://cache | redis://cache:6379/0", "rediss://cache:6380/3 | rediss://cache:6380/3",
            "redis://[2001:db8::1]/ | redis://[2001:db8::1]:6379/0", "http://shop.example | http://shop.example:80",
            "https://shop.example/ | https://shop.example:443",
            "https://shop.example:8443/api/v2/ | https://shop.example:8443/api/v2",
            "http://[::1]:8080/a%20b | http://[::1]:8080/a%20b", "ws://chat | ws://chat:80",
            "wss://chat/v2/ | wss://chat:443/v2", "ws://[::1]:8080/chat | ws://[::1]:8080/chat"})
    void rebuildsWhatIsAllowed(String written, String rebuilt) {
        assertThat(parse(written)).hasToString("shop at " + rebuilt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db/shop?socketFactory=org.springframework.context.support.X",
            "jdbc:postgresql://db/shop?loggerFile=/var/x&loggerLevel=TRACE",
            "jdbc:postgresql://db/shop?sslfactory=x.Y", "jdbc:postgresql://db/shop?SSLMODE=disable",
            "jdbc:postgresql://db/shop?sslmode=disable;socketFactory=x.Y",
            "jdbc:postgresql://db/shop?sslmode=require%26socketFactory%3Dx.Y",
            "jdbc:postgresql://db/shop?socket%46actory=x.Y",
            "jdbc:postgresql://db/shop?&", "jdbc:postgresql://db/shop?options=-c%20x",
            "jdbc:postgresql://db/shop?sslrootcert=http://evil/ca",
            "jdbc:postgresql://db/shop?sslmode=require&sslmode=disable",
            "jdbc:postgresql://db/shop?connectTimeout=0", "jdbc:postgresql://db/shop%3FsocketFactory=x.Y",
            "jdbc:postgresql://db/shop%3fuser=x", "jdbc:postgresql://db/sh/op", "jdbc:postgresql://db/..%2F..",
            "jdbc:postgresql://db/", "jdbc:postgresql://db", "jdbc:postgresql:shop", "jdbc:postgresql:///shop",
            "jdbc:postgresql://db/shop#x", "jdbc:postgresql://db/sho%zz", "jdbc:postgresql://db:0/shop",
            "jdbc:postgresql://db:99999/shop", "jdbc:postgresql://d b/shop", "jdbc:postgresql://db%2Fx/shop",
            "jdbc:postgresql://::1/shop", "JDBC:POSTGRESQL://db/shop", "jdbc:postgresql://db\n/shop",
            "jdbc:mariadb://db/shop?allowLocalInfile=true", "jdbc:mariadb://db/shop?socketFactory=x.Y",
            "jdbc:mariadb://db/shop?sslMode=disable%26allowLocalInfile%3Dtrue",
            "jdbc:mariadb://db/shop?sslmode=disable", "jdbc:mariadb://db/shop?sslMode=verify_ca",
            "jdbc:mariadb://db/shop?sslMode=trust&sslMode=disable",
            "jdbc:mariadb://db/shop?serverSslCert=classpath:ca.pem", "jdbc:mariadb://db/shop?sessionVariables=x",
            "jdbc:mariadb://db/shop?initSql=drop", "jdbc:mariadb://db/shop?permitRedirect=true",
            "jdbc:mariadb://db/shop%3FallowLocalInfile=true", "jdbc:mariadb://db/sho%70", "jdbc:mariadb://db/sh/op",
            "jdbc:mariadb://db/", "jdbc:mariadb://db", "jdbc:mariadb:///shop", "jdbc:mariadb:loadbalance://a/shop",
            "jdbc:mariadb:replication://a/shop", "jdbc:mariadb://address=(host=db)/shop", "JDBC:MARIADB://db/shop",
            "redis://cache?protocol=3", "redis://cache/0/1", "redis://cache/x", "redis:cache", "redis://",
            "redis://cache/99999", "http://", "http:///x", "http:shop", "https://shop/?q=1", "https://shop/#x",
            "https://shop/a b", "https://shop/\\evil", "https://shop:0/", "https://shop\n/", "HTTP://shop/",
            "https://a,b/", "https://a..b/", "ws://", "ws:chat", "wss://chat/?q=1", "WS://chat/"})
    void refusesWhatIsNotOnTheList(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(written)).withMessageStartingWith(KEY + ": ")
                .withMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://probe:s3cret@db/shop",
            "jdbc:postgresql://db/shop?user=probe&password=s3cret",
            "jdbc:postgresql://db/shop?password=s3cret", "jdbc:mariadb://probe:s3cret@db/shop",
            "jdbc:mysql://db/shop?user=probe&password=s3cret", "redis://:s3cret@cache:6379", "rediss://u:s3cret@cache",
            "https://probe:s3cret@shop/", "wss://probe:s3cret@chat/"})
    void credentialsBelongIntoTheirKeysAndAreNotRepeated(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(written))
                .withMessageContaining("use the keys username and password").withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil/x.sql'", "jdbc:h2:file:./data/tidemark",
            "JDBC:H2:mem:x"})
    void h2IsNeverATarget(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(written))
                .withMessageStartingWith(KEY + ": H2 is not allowed as a target").withMessageNotContaining("INIT");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:oracle:thin://db/shop,'jdbc:oracle'", "ftp://db,'ftp'", "memcached://x,'memcached'"})
    void anUnknownKindIsNamedWithWhatIsAllowed(String written, String kind) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(written))
                .withMessageContaining("kind of target '" + kind.replace("'", "") + "' is unknown")
                .withMessageContaining("jdbc:postgresql://host[:port]/database");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://a,b/shop", "jdbc:mariadb://a,b/shop"})
    void severalHostsAreRefusedClearly(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(written))
                .withMessageContaining("names several hosts");
    }

    @Test
    void aTargetNeverShowsItsPassword() {
        assertThat(parse("redis://cache").toString()).doesNotContain("s3cret");
    }

    private static Target parse(String url) {
        return Targets.parse(KEY, "shop", url, "probe", new Secret("s3cret"), true, Limits.USUAL);
    }
}
