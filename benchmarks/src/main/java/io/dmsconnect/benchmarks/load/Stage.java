// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.benchmarks.load.Database.Contents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Carries out runs one after the other. The servers of a pair stay for its runs, the source's rows
 * for the runs that move them; the target is new for each.
 */
final class Stage implements AutoCloseable {
    private final Path folder;
    private final Duration lifetime;
    private final String heap;
    private final int repetitions;
    private final Consumer<String> progress;
    private volatile Optional<Pair> pair = Optional.empty();
    private volatile Database source;
    private volatile Database target;
    private String filled = "";

    Stage(Path folder, Duration lifetime, String heap, int repetitions, Consumer<String> progress) {
        this.folder = folder;
        this.lifetime = lifetime;
        this.heap = heap;
        this.repetitions = repetitions;
        this.progress = progress;
    }

    Outcome measure(Run run) throws SQLException, InterruptedException {
        serversFor(run.pair());
        rowsFor(run);
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= repetitions; i++) {
            try {
                Span span = once(run);
                spans.add(span);
                progress.accept(
                        "%s: %.1f s%s"
                                .formatted(
                                        run.id(),
                                        span.wallSeconds(),
                                        repetitions > 1 ? " (" + i + ")" : ""));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                String why =
                        e instanceof MeasurementFailedException ? e.getMessage() : e.toString();
                progress.accept(run.id() + ": FAILED: " + why);
                return Outcome.failed(run, why);
            }
        }
        return Outcome.measured(run, spans);
    }

    private void serversFor(Pair wanted) {
        if (pair.isPresent() && pair.get() == wanted) {
            return;
        }
        close();
        progress.accept("starting the servers of " + wanted);
        source = wanted.startSource();
        target = wanted.startTarget();
        pair = Optional.of(wanted);
    }

    private void rowsFor(Run run) throws SQLException {
        String wanted = "%s x %d, %d rows".formatted(run.shape().name(), run.count(), run.rows());
        if (!filled.equals(wanted)) {
            progress.accept("making %s with %,d rows".formatted(run.shape().name(), run.allRows()));
            source.createSource(run.tables(), run.rows());
            filled = wanted;
        }
    }

    private Span once(Run run) throws Exception {
        Path own = Files.createTempDirectory(Files.createDirectories(folder), "run-");
        Scene scene =
                new Scene(
                        source, target, run.shape(), run.count(), run.rows(), own, lifetime, heap);
        target.renew();
        if (!run.way().createsTable()) {
            target.createTarget(run.shape(), source);
        }
        target.settle();
        try {
            Span span = run.way().run(scene);
            compare(run);
            delete(own);
            return span;
        } catch (Exception e) {
            delete(own.resolve("plugins"));
            delete(own.resolve("worker/kafka")); // the logs stay
            throw e;
        } finally {
            source.forgetReaders();
        }
    }

    private void compare(Run run) throws SQLException, MeasurementFailedException {
        Way way = run.way();
        List<Contents> expected = source.contents(run.tables().stream().map(way::read).toList());
        List<Contents> arrived = target.contents(run.tables().stream().map(way::written).toList());
        for (int i = 0; i < expected.size(); i++) {
            Contents of = expected.get(i);
            Contents is = arrived.get(i);
            if (!is.equals(of)) {
                throw new MeasurementFailedException(
                        "%s is not equal: %,d rows of %,d, checksum %s"
                                .formatted(
                                        run.tables().get(i).name(),
                                        is.rows(),
                                        of.rows(),
                                        is.checksum().equals(of.checksum())
                                                ? "equal"
                                                : "different"));
            }
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (pair.isPresent()) {
            pair = Optional.empty();
            filled = "";
            try (Database first = source;
                    Database second = target) {
                progress.accept(
                        "stopping the servers (%s, %s)".formatted(first.engine(), second.engine()));
            }
        }
    }
}
