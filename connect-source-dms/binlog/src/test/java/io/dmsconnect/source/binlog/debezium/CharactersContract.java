// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every character of Asian character sets, as the server itself reads it. */
public abstract class CharactersContract {
    private static final int TOGETHER = 128;

    private Migration migration;

    protected abstract DatabaseServer server();

    protected abstract SourceTask task();

    @BeforeEach
    void begin() {
        migration = new Migration(server(), this::task, "full-load-and-cdc");
    }

    @AfterEach
    void cleanUp() {
        migration.cleanUp();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "big5", "gb2312", "gbk", "gb18030", "euckr", "sjis", "cp932", "ujis", "eucjpms"
            })
    void everyCharacter(String charset) {
        if (migration
                .server
                .query("SHOW CHARACTER SET LIKE '" + charset + "'")
                .isEmpty()) {
            // MariaDB has no gb18030
            assertThat(charset).isEqualTo("gb18030");
            return;
        }
        migration.run(
                "CREATE TABLE t (id int PRIMARY KEY, v varchar(200) CHARACTER SET %s)"
                        .formatted(charset));
        try (SourceHarness harness = migration.start()) {
            harness.until("loaded", () -> harness.isLoaded("t"));
            StringBuilder rows = new StringBuilder("INSERT INTO t VALUES (-1, '\\\\'), (-2, '~')");
            for (int from = 32; from < 0xD800; from += TOGETHER) {
                StringBuilder text = new StringBuilder();
                for (int c = from; c < from + TOGETHER; c++) {
                    text.append(c == '\'' || c == '\\' ? "" : (char) c);
                }
                rows.append(", (%d, '%s')".formatted(from, text));
            }
            rows.append(", (65376, '").append("｟｠｡ﾟ￠￡￢￣￤￥￦＼～").append("')");
            migration.run(rows.toString());
            Map<String, String> source = new TreeMap<>();
            migration
                    .server
                    .query("SELECT id, v FROM " + migration.database + ".t")
                    .forEach(row -> source.put(row.get(0), row.get(1)));
            harness.until("all", () -> harness.changesOf("t").size() == source.size());
            Map<String, String> target = new TreeMap<>();
            harness.changesOf("t")
                    .forEach(
                            change ->
                                    target.put(
                                            change.after().value(0).toString(),
                                            change.after().value(1).toString()));
            assertThat(target).isEqualTo(source);
        }
    }
}
