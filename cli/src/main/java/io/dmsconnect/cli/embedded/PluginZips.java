// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The packaged plugins of a build of this project, unpacked for a worker's plugin path. */
public final class PluginZips {
    private final Path home;

    /**
     * @param home the folder of the project, with {@code <module>/target/<plugin>-<version>.zip}
     */
    public PluginZips(Path home) {
        this.home = home;
    }

    public static String source(String engine) {
        return "connect-source-dms-" + engine;
    }

    public static final String SINK = "connect-sink-rds";
    public static final String TRANSFORMS = "transforms";

    /** The zip of a plugin, empty where it is not built. */
    public Optional<Path> zip(String plugin) {
        String module =
                plugin.startsWith("connect-source-dms-")
                        ? "connect-source-dms/" + plugin.substring("connect-source-dms-".length())
                        : plugin;
        Path target = home.resolve(module).resolve("target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> isZipOf(plugin, file.getFileName().toString()))
                    .max(Comparator.comparing(PluginZips::modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isZipOf(String plugin, String file) {
        return file.startsWith(plugin + "-") && file.endsWith(".zip");
    }

    /**
     * Unpacks the plugins into a folder of which nothing else is left, and returns it. What is
     * already there of the same build stays.
     *
     * @throws IllegalStateException naming plugins that are not built
     */
    public Path unpack(List<String> plugins, Path into) {
        try {
            Files.createDirectories(into);
            List<String> wanted = new ArrayList<>();
            for (String plugin : plugins) {
                Path zip =
                        zip(plugin)
                                .orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        "plugin %s is not built: there is no %s"
                                                                .formatted(
                                                                        plugin,
                                                                        "zip of it in " + home)));
                // the name tells the build, so that a new build is never mixed with an old one
                String folder =
                        "%s-%x-%x".formatted(plugin, modified(zip).hashCode(), Files.size(zip));
                wanted.add(folder);
                if (!Files.isDirectory(into.resolve(folder))) {
                    unpack(zip, into.resolve(folder));
                }
            }
            clear(into, wanted);
            return into;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        Path temporary = folder.resolveSibling(folder.getFileName() + ".new");
        delete(temporary);
        Files.createDirectories(temporary);
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry; (entry = entries.getNextEntry()) != null; ) {
                Path file = temporary.resolve(entry.getName()).normalize();
                if (!file.startsWith(temporary)) {
                    throw new IOException(zip + " has an entry outside itself");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void clear(Path folder, List<String> wanted) throws IOException {
        List<Path> old;
        try (Stream<Path> entries = Files.list(folder)) {
            old = entries.filter(e -> !wanted.contains(e.getFileName().toString())).toList();
        }
        for (Path entry : old) {
            delete(entry);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
