// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dmsconnect.core.schema.Numbering;
import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.source.binlog.debezium.ColumnDefaultsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.math.BigInteger;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

class ColumnDefaultsTest extends ColumnDefaultsContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Override
    protected SourceEngine engine(ConnectionInfo info) {
        return new MariaDbEngine(info);
    }

    @Override
    protected String family() {
        return "mariadb";
    }

    @Test
    void calls() {
        compare(
                column("varchar(40) DEFAULT uuid()", "UUID"),
                column("uuid DEFAULT uuid()", "UUID"),
                column("date DEFAULT curdate()", "NOW"),
                column("date DEFAULT now()", "NOW"),
                column("time DEFAULT curtime()", "NOW"),
                column("varchar(40) DEFAULT now()", "EXPRESSION", "current_timestamp()"),
                column("text DEFAULT '😀 it''s'", "LITERAL", "😀 it's"),
                column("varchar(9) DEFAULT '😀?\\\\'", "LITERAL", "😀?\\"),
                column("text DEFAULT ('x')", "LITERAL", "x"),
                column("varbinary(9) DEFAULT 'a'", "LITERAL", "0x61"),
                column("varbinary(9) DEFAULT x'41ff'", "LITERAL", "0x41FF"),
                column("text DEFAULT concat('a', 'it''s')", "EXPRESSION", "concat('a','it\\'s')"));
    }

    @Test
    void charactersThatNobodySays() {
        run("CREATE TABLE t (a varchar(9) DEFAULT concat('😀', 'a'))");
        assertThat(read("t").defaults()).isEmpty();
        assertThat(read("t").leftovers())
                .extracting(Leftover::kind, Leftover::name)
                .containsExactly(tuple("default", "a"));
    }

    @Test
    void sequences() {
        run(
                "CREATE SEQUENCE `Seq €` START WITH 5 INCREMENT BY 2 NOCACHE",
                "CREATE TABLE t (a bigint DEFAULT nextval(`Seq €`), b int)",
                "INSERT INTO t (b) VALUES (1), (2)");
        assertThat(read("t").numberings())
                .containsExactly(
                        new Numbering("a", "Seq €", false, false, 2, BigInteger.valueOf(9), ""));
        assertThat(read("t").defaults()).isEmpty();
    }
}
