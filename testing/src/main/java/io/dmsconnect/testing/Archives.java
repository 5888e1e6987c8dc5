// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Server binaries, unpacked once per machine and shared by all JVMs. */
final class Archives {
    private Archives() {}

    /** Fills an empty folder. */
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    /** The folder of a version's binaries, filled if this is the first use on the machine. */
    static Path cached(String name, Filler filler) {
        Path cache =
                Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("dms-connect-servers-" + System.getProperty("user.name"));
        Path ready = cache.resolve(name);
        try {
            Files.createDirectories(cache);
            requireOwn(cache);
            if (Files.isDirectory(ready)) {
                return ready;
            }
            open(cache);
            Path work = Files.createTempDirectory(cache, name + "-");
            open(work);
            filler.fill(work);
            try {
                Files.move(work, ready, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
                delete(work);
            } catch (IOException e) {
                if (!Files.isDirectory(ready)) {
                    throw e;
                }
                delete(work);
            }
            return ready;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + name + " below " + cache, e);
        }
    }

    /** Anybody can make a folder of this name in a shared /tmp, and we run what is inside. */
    private static void requireOwn(Path cache) throws IOException {
        Object owner = Files.getAttribute(cache, "unix:uid");
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!owner.equals(self)) {
            throw new IOException(cache + " belongs to user " + owner + ", not to " + self);
        }
    }

    /** Another user may have to run what is inside. */
    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static InputStream resource(String name) {
        InputStream in = Archives.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("no " + name + " on the class path");
        }
        return in;
    }

    static void untarXz(InputStream in, Path folder) throws IOException {
        untar(new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in))), folder);
    }

    static void untarGz(InputStream in, Path folder) throws IOException {
        untar(new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(in))), folder);
    }

    private static void untar(TarArchiveInputStream tar, Path folder) throws IOException {
        try (tar) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path to = folder.resolve(entry.getName()).normalize();
                if (!to.startsWith(folder)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(to.getParent());
                    Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createDirectories(to.getParent());
                    Files.createLink(to, folder.resolve(entry.getLinkName()));
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(tar, to);
                    if ((entry.getMode() & 0100) != 0) {
                        executable(to);
                    }
                }
            }
        }
    }

    static void executable(Path file) throws IOException {
        Set<PosixFilePermission> all = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        all.addAll(PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, all);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // a server that is going away may still remove its own files
        }
    }
}
