// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What MariaDB and MySQL servers share. User {@code dms} with all privileges, database {@code
 * test}.
 */
abstract class MySqlFamilyServer extends DatabaseServer {
    private static final String USER = "dms";
    private static final String PASSWORD = "dms";

    final Path home;
    final Path data;
    private final boolean temporary;
    private ServerProcess process;

    MySqlFamilyServer(Path home, Path data, int port, boolean temporary) {
        super(port, USER, PASSWORD);
        this.home = home;
        this.data = data;
        this.temporary = temporary;
    }

    /** Makes the system tables in the data folder. */
    abstract List<String> installCommand();

    abstract String serverProgram();

    abstract List<String> ownSettings();

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private Path initFile() {
        return data.resolveSibling(data.getFileName() + ".init.sql");
    }

    /**
     * A server that starts removes temporary tables from its folder for them: in one that all share
     * those of another that is just being made.
     */
    private Path temporaries() throws IOException {
        return Files.createDirectories(data.resolveSibling(data.getFileName() + ".tmp"));
    }

    final void initialise() {
        if (Files.isDirectory(data.resolve("mysql"))) {
            return;
        }
        try {
            Files.createDirectories(data.getParent());
            Files.deleteIfExists(data);
            ProcessBuilder builder =
                    new ProcessBuilder(installCommand())
                            .redirectErrorStream(true)
                            .redirectOutput(log().toFile());
            builder.environment().put("TMPDIR", temporaries().toString());
            Process install = builder.start();
            if (install.waitFor() != 0) {
                throw new IllegalStateException(
                        "the database could not be made:\n" + Files.readString(log()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public final void startAgain() {
        String temporaries;
        try {
            temporaries = temporaries().toString();
            Files.writeString(
                    initFile(),
                    """
                    SET sql_log_bin = 0;
                    CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
                    GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
                    CREATE DATABASE IF NOT EXISTS test;
                    """
                            .formatted(USER, PASSWORD),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        command.add(home.resolve(serverProgram()).toString());
        command.add("--no-defaults");
        command.addAll(
                List.of(
                        "--basedir=" + home,
                        "--datadir=" + data,
                        "--tmpdir=" + temporaries,
                        "--port=" + port(),
                        "--bind-address=127.0.0.1",
                        "--skip-name-resolve",
                        // relative to the data: a socket's whole path has 107 bytes at most
                        "--socket=s.sock",
                        "--pid-file=server.pid",
                        "--init-file=" + initFile(),
                        "--server-id=1",
                        "--log-bin=bin",
                        "--binlog-format=ROW",
                        "--binlog-row-image=FULL",
                        "--character-set-server=utf8mb4",
                        "--default-time-zone=+00:00",
                        "--local-infile=ON",
                        "--max-allowed-packet=256M",
                        "--max-connections=200",
                        "--innodb-buffer-pool-size=64M",
                        "--innodb-flush-log-at-trx-commit=" + (temporary ? "2" : "1"),
                        "--sync-binlog=" + (temporary ? "0" : "1")));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        command.addAll(ownSettings());
        process = ServerProcess.start(command, log(), "TERM", false);
        awaitAnswer(process, log());
    }

    @Override
    public final void stop() {
        process.stop("TERM");
    }

    @Override
    public final void kill() {
        process.kill();
    }

    @Override
    public final void close() {
        process.stop("TERM");
        if (temporary) {
            Archives.delete(data);
            Archives.delete(data.resolveSibling(data.getFileName() + ".tmp"));
            log().toFile().delete();
            initFile().toFile().delete();
        }
    }

    @Override
    public final String jdbcUrl() {
        return jdbcUrl("test");
    }

    @Override
    public final String jdbcUrl(String database) {
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + database;
    }
}
