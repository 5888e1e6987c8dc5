// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL 17 with logical decoding. Superuser {@code postgres}, database {@code postgres}. */
public final class PostgreSqlServer extends DatabaseServer {
    private static final String VERSION = "17.6.0";
    private static final String PASSWORD = "postgres";

    private final Path home;
    private final Path data;
    private final boolean temporary;
    private ServerProcess process;

    private PostgreSqlServer(Path home, Path data, int port, boolean temporary) {
        super(port, "postgres", PASSWORD);
        this.home = home;
        this.data = data;
        this.temporary = temporary;
    }

    private static final class Shared {
        private static final PostgreSqlServer SERVER = temporary();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** One for the whole JVM: give each test its own schema or database. */
    public static PostgreSqlServer shared() {
        return Shared.SERVER;
    }

    /** One of its own, deleted when closed. */
    public static PostgreSqlServer temporary() {
        try {
            return open(Files.createTempDirectory("dms-connect-postgres-"), FreePort.find(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose data stays in a folder, which is made where it is missing. */
    public static PostgreSqlServer start(Path dataFolder, int port) {
        return open(dataFolder.toAbsolutePath(), port, false);
    }

    /** A copy of the data of this server, which must not run, with its replication slots. */
    public Path copy() {
        try {
            Path copy = Files.createTempDirectory("dms-connect-postgres-");
            run(List.of("cp", "-a", data + "/.", copy.toString()));
            Files.deleteIfExists(copy.resolve("postmaster.pid")); // of one that was killed
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A standby with this data, which is deleted when it is closed: it has no primary, and waits to
     * be promoted.
     */
    public static PostgreSqlServer standby(Path copy, int port) {
        try {
            Files.createFile(copy.resolve("standby.signal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open(copy, port, true);
    }

    private static PostgreSqlServer open(Path data, int port, boolean temporary) {
        PostgreSqlServer server =
                new PostgreSqlServer(
                        Archives.cached("postgres-" + VERSION, PostgreSqlServer::unpack),
                        data,
                        port,
                        temporary);
        server.initialise();
        server.startAgain();
        return server;
    }

    private static void unpack(Path folder) throws IOException {
        try (InputStream archive = Archives.resource("/postgres-linux-x86_64.txz")) {
            Archives.untarXz(archive, folder);
        }
    }

    /** PostgreSQL refuses to run as root; another user then owns its data. */
    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private void initialise() {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        try {
            Files.createDirectories(data);
            if (isRoot()) {
                run(List.of("chown", "-R", "65534:65534", data.toString()));
                letThrough(data.getParent());
            }
            Path password = Files.createTempFile("dms-connect", ".pw");
            Files.writeString(password, PASSWORD);
            if (isRoot()) {
                run(List.of("chown", "65534", password.toString()));
            }
            List<String> command = new ArrayList<>();
            if (isRoot()) {
                command.addAll(ServerProcess.asNobody());
            }
            command.addAll(
                    List.of(
                            home.resolve("bin/initdb").toString(),
                            "-D",
                            data.toString(),
                            "-U",
                            "postgres",
                            "-E",
                            "UTF8",
                            "--locale=C",
                            "--auth=scram-sha-256",
                            "--pwfile=" + password,
                            "--no-sync"));
            run(command);
            Files.delete(password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The other user must reach the folder. */
    private static void letThrough(Path folder) throws IOException {
        for (Path up = folder; up != null && up.getNameCount() > 0; up = up.getParent()) {
            if (!Files.getPosixFilePermissions(up)
                    .contains(java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE)) {
                run(List.of("chmod", "o+x", up.toString()));
            }
        }
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void startAgain() {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port())));
        for (String setting :
                List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "wal_level=logical",
                        "max_replication_slots=60",
                        "max_wal_senders=60",
                        "max_connections=200",
                        "wal_sender_timeout=60s",
                        "timezone=UTC",
                        "log_timezone=UTC",
                        "shared_buffers=64MB",
                        "max_wal_size=1GB",
                        "fsync=" + (temporary ? "off" : "on"))) {
            command.addAll(List.of("-c", setting));
        }
        process = ServerProcess.start(command, log(), "INT", isRoot());
        awaitAnswer(process, log());
    }

    @Override
    public void stop() {
        process.stop("INT");
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop("INT");
        if (temporary) {
            Archives.delete(data);
            log().toFile().delete();
        }
    }

    @Override
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }
}
