// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk of few megabytes, in memory, that can be full. Only root may make one. */
final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTE = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * @throws IOException where this machine does not let us
     */
    static SmallDisk mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", "" + folder));
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Somebody else takes the rest of it, but for so much. */
    void fill(int megabytesLeft) throws IOException {
        FileStore store = Files.getFileStore(folder);
        byte[] block = new byte[MEGABYTE / 4];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (store.getUsableSpace() > (long) megabytesLeft * MEGABYTE) {
                out.write(block);
            }
        }
    }

    /** There is room again. */
    void free() throws IOException {
        Files.delete(filler());
    }

    private static void run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            // also where a server has not quite gone
            run(List.of("umount", "-l", "" + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
