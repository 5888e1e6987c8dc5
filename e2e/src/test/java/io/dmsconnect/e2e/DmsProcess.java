// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import io.dmsconnect.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command in a process of its own, so that it can be killed like any other program. */
final class DmsProcess implements AutoCloseable {
    private static final long LONGEST_SECONDS = 600;

    private final Process process;
    private final Path output;

    private DmsProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts {@code ./dms <arguments>} with this test's class path; output goes to a file. */
    static DmsProcess start(Path folder, String... arguments) {
        return withHeap(System.getProperty("dms.heap", "768m"), folder, arguments);
    }

    /** The same with another heap, such as 512m. */
    static DmsProcess withHeap(String heap, Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        // a test that dies must not leave a worker behind
        command.addAll(List.of("timeout", "-s", "KILL", Long.toString(LONGEST_SECONDS * 2)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx" + heap,
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

    /**
     * A signal to the command itself, such as TERM, or INT for Ctrl-C; returns its exit code. What
     * limits its lifetime passes that on.
     */
    int end(String signal) {
        signal(signal);
        return await();
    }

    void signal(String signal) {
        // there is nobody to signal before the JVM is there
        Eventually.holds(Duration.ofMinutes(4), () -> process.children().findFirst().orElseThrow());
        long pid = process.children().findFirst().orElseThrow().pid();
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it has had of the machine's memory at its most, as Linux says it. */
    String mostMemory() throws IOException {
        long pid = process.children().findFirst().orElseThrow().pid();
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.substring("VmHWM:".length()).strip())
                    .findFirst()
                    .orElse("not known");
        }
    }

    /** Waits until it has printed a text; an Error where it ends before. */
    void awaitOutput(String text) {
        Eventually.holds(
                Duration.ofSeconds(LONGEST_SECONDS),
                () -> {
                    if (!output().contains(text)) {
                        requireAlive();
                        throw new AssertionError("no '" + text + "' in:\n" + tail());
                    }
                });
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
