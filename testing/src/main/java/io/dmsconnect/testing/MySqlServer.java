// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * MySQL 8.0.15 with a row binlog and GTIDs. Its binary needs the system's libaio.so.1 (Debian
 * package libaio1), so ask {@link #available()} first, and say aloud where a test is skipped.
 */
public final class MySqlServer extends MySqlFamilyServer {
    private static final String VERSION = "8.0.15";

    private MySqlServer(Path home, Path data, int port, boolean temporary) {
        super(home, data, port, temporary);
    }

    private static final class Shared {
        private static final MySqlServer SERVER = temporary();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** True where the server can run on this machine. */
    public static boolean available() {
        return Stream.of(
                        "/lib/x86_64-linux-gnu",
                        "/usr/lib/x86_64-linux-gnu",
                        "/usr/lib64",
                        "/lib64")
                .map(Path::of)
                .anyMatch(folder -> Files.exists(folder.resolve("libaio.so.1")));
    }

    /** One for the whole JVM: give each test its own database. */
    public static MySqlServer shared() {
        return Shared.SERVER;
    }

    /** One of its own, deleted when closed. */
    public static MySqlServer temporary() {
        try {
            return open(Files.createTempDirectory("dms-connect-mysql-"), FreePort.find(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose data stays in a folder, which is made where it is missing. */
    public static MySqlServer start(Path dataFolder, int port) {
        return open(dataFolder.toAbsolutePath(), port, false);
    }

    private static MySqlServer open(Path data, int port, boolean temporary) {
        MySqlServer server =
                new MySqlServer(
                        Archives.cached("mysql-" + VERSION, MySqlServer::unpack),
                        data,
                        port,
                        temporary);
        server.initialise();
        server.startAgain();
        return server;
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream archive = Archives.resource("/mysql-Linux-amd64.tar.gz")) {
            Archives.untarGz(archive, folder);
        }
    }

    @Override
    List<String> installCommand() {
        return List.of(
                home.resolve(serverProgram()).toString(),
                "--no-defaults",
                "--initialize-insecure",
                "--basedir=" + home,
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"));
    }

    @Override
    String serverProgram() {
        return "bin/mysqld";
    }

    @Override
    List<String> ownSettings() {
        return List.of(
                "--mysqlx=OFF",
                "--gtid-mode=ON",
                "--enforce-gtid-consistency=ON",
                "--default-authentication-plugin=mysql_native_password",
                "--lc-messages-dir=" + home.resolve("share"));
    }
}
