// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that holds all that a task's embedded Kafka and Connect remember. One process at a
 * time may have it.
 */
public final class StateFolder implements AutoCloseable {
    private static final String PORTS = "ports.properties";
    private static final String LOCK = "lock";
    private static final Set<String> KEPT = Set.of(LOCK, "log", "plugins");

    private final Path path;
    private final FileChannel lockFile;
    private final Set<Integer> chosen = new HashSet<>();

    private StateFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Empty where another process, or another part of this one, has the folder. */
    public static Optional<StateFolder> lock(Path path) {
        try {
            make(path.toAbsolutePath());
            Path real = path.toRealPath();
            FileChannel channel =
                    FileChannel.open(
                            real.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new StateFolder(real, channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of the databases go through the folder: one that is made is its owner's alone. */
    private static void make(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Files.createDirectories(path.getParent());
        try {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (UnsupportedOperationException notThere) {
            Files.createDirectories(path);
        }
    }

    /** The process that has the folder, or had it last; empty where that is not known. */
    public static Optional<Long> owner(Path path) {
        try {
            String pid = Files.readString(path.resolve(LOCK)).strip();
            return pid.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(pid)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A port that the process that has the folder listens at; empty where there is none. */
    public static Optional<Integer> portInUse(Path path, String name) {
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        Optional<StateFolder> unused = lock(path);
        if (unused.isPresent()) {
            unused.get().close();
            return Optional.empty();
        }
        return Optional.ofNullable(read(path.resolve(PORTS)).getProperty(name))
                .map(Integer::valueOf);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(); // held until the channel is closed
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    public Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same port as last time if it is still free, else another, remembered for next time. */
    public int port(String name) {
        Properties ports = read(PORTS);
        int remembered = Integer.parseInt(ports.getProperty(name, "0"));
        int port = remembered > 0 && isFree(remembered) ? remembered : anyFree();
        if (port != remembered) {
            ports.setProperty(name, Integer.toString(port));
            write(PORTS, ports);
        }
        chosen.add(port);
        return port;
    }

    private int anyFree() {
        for (int i = 0; i < 100; i++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (!chosen.contains(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no free port on this machine");
    }

    private boolean isFree(int port) {
        if (chosen.contains(port)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the last run may still be closing
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Stores secrets for Kafka's file config provider, readable by this user only. */
    public Path secrets(Map<String, String> secrets) {
        Properties properties = new Properties();
        properties.putAll(secrets);
        return write("secrets.properties", properties);
    }

    public Properties read(String name) {
        return read(path.resolve(name));
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties;
    }

    /** All or nothing: a kill in the middle leaves the former file. */
    public Path write(String name, Properties properties) {
        Path file = path.resolve(name);
        Path temporary = path.resolve(name + ".new");
        try {
            Files.deleteIfExists(temporary);
            Files.createFile(temporary, onlyMine());
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                properties.store(out, null);
                channel.force(true); // also a power cut
            }
            return Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything but the log, unpacked plugins and the lock is removed. */
    public void clear() {
        try (Stream<Path> entries = Files.list(path)) {
            for (Path entry :
                    entries.filter(e -> !KEPT.contains(e.getFileName().toString())).toList()) {
                PluginZips.delete(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?> onlyMine() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
