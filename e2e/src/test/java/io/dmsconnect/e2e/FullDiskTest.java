// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target's disk is full for a while: the task says so, waits, and loses nothing. */
class FullDiskTest {
    private static final int ROWS = 12_000;

    @TempDir Path folder;

    @Test
    void ofPostgreSql() throws Exception {
        try (SmallDisk disk = disk(48);
                PostgreSqlServer target = PostgreSqlServer.temporary()) {
            OneTable table = new OneTable("full_mp", MariaDbServer.shared(), target);
            Path space = Files.createDirectories(disk.folder().resolve("space"));
            if (System.getProperty("user.name").equals("root")) {
                // the server's own user, who has to get there
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
                Files.setAttribute(space, "unix:uid", 65534);
                Files.setAttribute(space, "unix:gid", 65534);
            }
            target.execute(
                    "CREATE TABLESPACE small LOCATION '" + space + "'",
                    "GRANT CREATE ON TABLESPACE small TO full_mp_t",
                    "ALTER DATABASE full_mp SET default_tablespace = small");
            fillAndFree(table, disk, () -> {});
        }
    }

    @Test
    void ofMariaDb() throws Exception {
        Path data = folder.resolve("data");
        try (SmallDisk disk = disk(48);
                MariaDbServer target =
                        MariaDbServer.start(data, io.dmsconnect.testing.FreePort.find())) {
            OneTable table = new OneTable("full_pm", PostgreSqlServer.shared(), target);
            // its tables only
            Path there = disk.folder().resolve("full_pm");
            Files.createDirectory(there);
            Files.move(data.resolve("full_pm/db.opt"), there.resolve("db.opt"));
            Files.delete(data.resolve("full_pm"));
            Files.createSymbolicLink(data.resolve("full_pm"), there);
            // MariaDB may end itself when a table finds no room
            fillAndFree(
                    table,
                    disk,
                    () -> {
                        target.kill();
                        target.startAgain();
                    });
        }
    }

    private SmallDisk disk(int megabytes) {
        try {
            return SmallDisk.mount(folder.resolve("disk"), megabytes);
        } catch (IOException e) {
            return abort("this machine does not let us make a small disk: " + e.getMessage());
        }
    }

    /**
     * @param back makes the target work again, once there is room
     */
    private void fillAndFree(OneTable table, SmallDisk disk, Runnable back) throws Exception {
        try (DmsProcess dms = DmsProcess.start(folder, table.run(folder))) {
            dms.awaitOutput(", in sync");
            disk.fill(3);
            table.insert(1, ROWS, 1_500);
            dms.awaitOutput("Waiting, and trying again: table " + table.table());
            disk.free();
            back.run();
            table.awaitRow(dms, ROWS);
            table.assertEqual();
            assertThat(dms.end("TERM")).as(dms.tail()).isEqualTo(143);
        }
    }
}
