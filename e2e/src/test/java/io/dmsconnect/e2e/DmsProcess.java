// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, so that it can be killed like any other program. */
final class DmsProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 240;

    private final Process process;
    private final Path output;

    private DmsProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts {@code ./dms <arguments>} with this test's class path; output goes to a file. */
    static DmsProcess start(Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        // a test that dies must not leave a worker behind
        command.addAll(List.of("timeout", "-s", "KILL", Long.toString(LONGEST_SECONDS * 2)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx" + System.getProperty("dms.heap", "768m"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.timezone=America/Bahia_Banderas",
                        "-Ddms.home=" + Repository.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.dmsconnect.cli.Dms"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(folder, "dms-", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().put("DMS_HOME", Repository.root().toString());
            builder.environment().put("DMS_TEST_PASSWORD", "from the environment");
            return new DmsProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    static DmsProcess run(Path folder, String... arguments) {
        DmsProcess process = start(folder, arguments);
        process.await();
        return process;
    }

    /** Waits for the end; returns the exit code. */
    int await() {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError(
                        "still running after " + LONGEST_SECONDS + " s:\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** An Error where it has ended, so that nobody waits any longer for what it would have done. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new Error("ended with exit code " + process.exitValue() + ":\n" + tail());
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL to the worker itself, not to what limits its lifetime. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String tail() {
        String all = output();
        return all.substring(Math.max(0, all.length() - 6000));
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
