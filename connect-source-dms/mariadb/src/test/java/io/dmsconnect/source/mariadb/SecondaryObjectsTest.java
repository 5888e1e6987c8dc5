// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.schema.SecondaryObjects.Leftover;
import io.dmsconnect.source.ConnectionInfo;
import io.dmsconnect.source.SourceEngine;
import io.dmsconnect.source.binlog.debezium.SecondaryObjectsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

class SecondaryObjectsTest extends SecondaryObjectsContract {
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

    /** Its rows of the past are in the log, too; validation and the log name what is left out. */
    @Test
    void systemVersionedTablesAreLeftOutByName() {
        run(
                "CREATE TABLE t (id int PRIMARY KEY) WITH SYSTEM VERSIONING",
                "CREATE TABLE u (id int PRIMARY KEY, rs timestamp(6) GENERATED ALWAYS AS ROW START,"
                        + " re timestamp(6) GENERATED ALWAYS AS ROW END,"
                        + " PERIOD FOR SYSTEM_TIME (rs, re)) WITH SYSTEM VERSIONING",
                "CREATE TABLE v (id int PRIMARY KEY)");
        assertThat(leftOut())
                .containsOnlyKeys("t", "u")
                .allSatisfy((name, reason) -> assertThat(reason).contains("system-versioned"));
    }

    @Test
    void checks() {
        run(
                "CREATE TABLE t (id int PRIMARY KEY, a int CHECK (a > 0), v varchar(9),"
                        + " CONSTRAINT ok CHECK (v <> 'it''s'))");
        assertThat(read("t").leftovers())
                .containsExactly(
                        new Leftover(
                                "check constraint",
                                "a",
                                "check constraints are not carried over: `a` > 0"),
                        new Leftover(
                                "check constraint",
                                "ok",
                                "check constraints are not carried over: `v` <> 'it\\'s'"));
    }

    @Test
    void aLongUniqueKeyIsAHash() {
        run("CREATE TABLE t (id int PRIMARY KEY, v text, UNIQUE KEY u (v))");
        assertThat(indexes("t").get("u").method()).isEqualTo("hash");
        assertThat(indexes("t").get("u").unique()).isTrue();
    }
}
