// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code COPY ... TO STDOUT} of one server into {@code COPY ... FROM STDIN} of the other: what a
 * person does who has nothing but PostgreSQL. Through psql, or where that is not installed, through
 * the JDBC driver.
 */
record CopyWay(boolean binary, boolean psql) implements Way {
    static boolean psqlIsThere() {
        try {
            return new ProcessBuilder("psql", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String name() {
        return binary ? "copy-binary" : "copy-text";
    }

    @Override
    public boolean serves(Pair pair, Shape shape) {
        return pair == Pair.POSTGRES_POSTGRES;
    }

    @Override
    public boolean createsTable() {
        return false;
    }

    @Override
    public Span run(Scene scene) throws Exception {
        String copy = "COPY " + scene.shape().table();
        String form = binary ? " (FORMAT binary)" : "";
        String out = copy + " TO STDOUT" + form;
        String in = copy + " FROM STDIN" + form;
        Span.Watch watch = Span.start();
        if (psql) {
            pipe(scene, out, in);
        } else {
            DriverCopy.run(scene, out, in);
        }
        return watch.stop();
    }

    private static void pipe(Scene scene, String out, String in)
            throws IOException, InterruptedException, MeasurementFailedException {
        Path errors = scene.folder().resolve("psql.err");
        List<Process> processes =
                ProcessBuilder.startPipeline(
                        List.of(
                                psql(scene.source(), out, errors),
                                psql(scene.target(), in, errors)
                                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)));
        try {
            for (Process process : processes) {
                if (!process.waitFor(scene.lifetime().toSeconds(), TimeUnit.SECONDS)) {
                    throw new MeasurementFailedException("psql: not within " + scene.lifetime());
                }
                if (process.exitValue() != 0) {
                    throw new MeasurementFailedException(
                            "psql: " + java.nio.file.Files.readString(errors));
                }
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static ProcessBuilder psql(Database database, String sql, Path errors) {
        ProcessBuilder psql =
                new ProcessBuilder(
                        "psql",
                        "-X",
                        "-q",
                        "-h",
                        database.server().host(),
                        "-p",
                        Integer.toString(database.server().port()),
                        "-U",
                        database.server().user(),
                        "-d",
                        database.name(),
                        "-c",
                        sql);
        psql.environment().put("PGPASSWORD", database.server().password());
        psql.environment().put("PGCLIENTENCODING", StandardCharsets.UTF_8.name());
        return psql.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    }
}
