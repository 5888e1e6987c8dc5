// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.binlog.debezium.SegmentsContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;

class SegmentsTest extends SegmentsContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    /** The server orders them from their last group to their first. */
    @Test
    void uuids() {
        fill("id uuid PRIMARY KEY", i -> "'" + uuid(i) + "'");
        assertCut(1);
    }

    /** Of one node, they differ in their first groups only. */
    @Test
    void uuidsOfMoments() {
        fill(
                "id uuid PRIMARY KEY",
                i -> "'%08x-1b2c-11ee-8abc-0123456789ab'".formatted(i * 100_003));
        assertCut(1);
    }

    /** Ordered as they are written. */
    @Test
    void uuidsOfVersionSeven() {
        fill(
                "id uuid PRIMARY KEY",
                i -> "'%08x-1b2c-7%s".formatted(i * 100_003, uuid(i).substring(15)) + "'");
        assertCut(1);
    }
}
