// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in this checkout. */
public final class Repository {
    private Repository() {}

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("connect-sink-rds"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not inside a checkout of DMS Connect");
        }
        return folder;
    }

    /** The plugin zips of this build. */
    public static List<Path> pluginZips() {
        return Stream.of(
                        "connect-source-dms/postgres",
                        "connect-source-dms/mysql",
                        "connect-source-dms/mariadb",
                        "connect-sink-rds",
                        "transforms")
                .map(module -> zipOf(root().resolve(module).resolve("target")))
                .toList();
    }

    private static Path zipOf(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no plugin zip in " + target + "; run mvn package"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
