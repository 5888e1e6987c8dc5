// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Plugin zips as a worker unpacks and loads them. */
public final class PluginZips {
    private PluginZips() {}

    /** Unpacks a zip below the folder. */
    public static void unpack(Path zip, Path folder) {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path to = folder.resolve(entry.getName()).normalize();
                if (!to.startsWith(folder)) {
                    throw new IllegalStateException("entry outside the zip: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(in, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class loader over a plugin's jars, what is not there comes from the worker (this test). */
    public static URLClassLoader loader(Path pluginFolder) {
        try (Stream<Path> jars = Files.walk(pluginFolder)) {
            List<URL> urls =
                    jars.filter(file -> file.toString().endsWith(".jar"))
                            .map(PluginZips::url)
                            .toList();
            return new URLClassLoader(urls.toArray(URL[]::new), PluginZips.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
