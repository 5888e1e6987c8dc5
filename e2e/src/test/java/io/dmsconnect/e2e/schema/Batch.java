// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.core.schema.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several scripts side by side, each in a schema of its own, followed by one task. The task's
 * processes are killed while the statements run.
 */
final class Batch implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long LONGEST_WAIT = 60_000;

    /** Longer than the task takes to look for tables that have come, or that were made anew. */
    private static final long QUIET = 1_500;

    /** So long differences may still go away by a load that is under way. */
    private static final long PATIENCE = 12_000;

    private static final long LOAD_MILLIS = 1_500;

    /** The task stopped, and nobody can tell where: all its scripts are to be run one by one. */
    static final class UnknownPlace extends RuntimeException {
        UnknownPlace(Throwable cause) {
            super(messages(cause), cause);
        }
    }

    private final Place place;
    private final List<Script> scripts;
    private final List<String> schemas = new ArrayList<>();
    private final String markSchema;
    private final Dice dice;
    private final int kills;
    private final Pipeline pipeline;
    private final List<Sessions> sessions = new ArrayList<>();
    private final Map<TableId, String> stops = new LinkedHashMap<>();
    private final ExecutorService killer = Executors.newSingleThreadExecutor();
    private CompletableFuture<Void> killing = CompletableFuture.completedFuture(null);
    private int marks;

    /**
     * @param scripts all from one engine to one
     */
    Batch(List<Script> scripts, int kills, Wire wire) {
        this.scripts = scripts;
        this.kills = kills;
        Script first = scripts.get(0);
        dice = new Dice(first.seed() + 7);
        place = new Place("gen" + COUNT.incrementAndGet(), first.source(), first.target());
        for (int i = 0; i < scripts.size(); i++) {
            schemas.add(place.schema(i));
        }
        markSchema = place.schema(scripts.size());
        List<String> all = new ArrayList<>(schemas);
        all.add(markSchema);
        place.make(all);
        pipeline = new Pipeline(place, all, wire);
    }

    /**
     * @throws UnknownPlace where the task stopped without naming a table
     */
    List<Verdict> run() {
        try (Comparison comparison = new Comparison(place);
                Sessions marker = new Sessions(place, markSchema, () -> {})) {
            marker.execute(mark("create table mark (id int primary key)"));
            for (int i = 0; i < scripts.size(); i++) {
                Sessions own = new Sessions(place, schemas.get(i), this::meanwhile);
                sessions.add(own);
                scripts.get(i).setup().forEach(own::execute);
            }
            pipeline.start();
            for (int phase = 0; phase < Script.PHASES; phase++) {
                phase(phase);
                if (phase == 0 || dice.percent(50)) {
                    applied(comparison, marker);
                }
            }
            killing.join();
            for (int i = 0; i < scripts.size(); i++) {
                LastRows.write(place, schemas.get(i), sessions.get(i));
            }
            applied(comparison, marker);
            await("all to be loaded", LONGEST_WAIT, () -> pipeline.isQuiet(QUIET));
            return verdicts(comparison);
        }
    }

    private static Script.Step mark(String sql) {
        return new Script.Step(0, 0, 0, null, sql);
    }

    /** Everything so far is in the target. */
    private void applied(Comparison comparison, Sessions marker) {
        int number = ++marks;
        marker.execute(mark("insert into mark values (" + number + ")"));
        await(
                "the mark",
                LONGEST_WAIT,
                () -> comparison.hasMark(markSchema, number) && pipeline.isQuiet(0));
    }

    /** The scripts take turns, unit by unit. */
    private void phase(int phase) {
        List<List<List<Script.Step>>> units = new ArrayList<>();
        int longest = 0;
        for (Script script : scripts) {
            List<List<Script.Step>> own = units(script, phase);
            units.add(own);
            longest = Math.max(longest, own.size());
        }
        Set<Integer> killsAt = new HashSet<>();
        for (int i = 0; i < kills && longest > 0; i++) {
            killsAt.add(dice.below(longest));
        }
        for (int turn = 0; turn < longest; turn++) {
            if (killsAt.contains(turn)) {
                kill();
            }
            for (int i = 0; i < scripts.size(); i++) {
                if (turn < units.get(i).size()) {
                    units.get(i).get(turn).forEach(sessions.get(i)::execute);
                }
            }
            goOnAfterStops();
            if (phase == 0) {
                sleep(LOAD_MILLIS / longest); // spread over the load
            }
        }
    }

    private static List<List<Script.Step>> units(Script script, int phase) {
        Map<Integer, List<Script.Step>> units = new LinkedHashMap<>();
        for (Script.Step step : script.steps()) {
            if (step.phase() == phase) {
                units.computeIfAbsent(step.unit(), unit -> new ArrayList<>()).add(step);
            }
        }
        return List.copyOf(units.values());
    }

    private void kill() {
        int chance = dice.below(3);
        boolean again = dice.percent(50);
        killing =
                killing.thenRunAsync(
                        () -> {
                            if (chance != 0) {
                                pipeline.killSource();
                            }
                            if (chance != 1) {
                                pipeline.killSink(again);
                            }
                        },
                        killer);
    }

    private void await(String what, long millis, BooleanSupplier condition) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (goOnAfterStops()) {
                end = System.nanoTime() + millis * 1_000_000;
            }
            if (System.nanoTime() > end) {
                throw new UnknownPlace(
                        new IllegalStateException(
                                "not within %d ms: %s; %s"
                                        .formatted(millis, what, pipeline.state())));
            }
            sleep(20);
        }
    }

    private void meanwhile() {
        if (!goOnAfterStops()) {
            sleep(100);
        }
    }

    /** True where the task had stopped. */
    private boolean goOnAfterStops() {
        Throwable failure = killing.isDone() ? pipeline.failure() : null;
        if (failure == null) {
            return false;
        }
        String message = messages(failure);
        Set<TableId> tables = new HashSet<>();
        for (String schema : schemas) {
            Matcher matcher =
                    Pattern.compile(
                                    "(?:%s|%s)[\"`]?\\.[\"`]?(\\w+)"
                                            .formatted(
                                                    Pattern.quote(schema),
                                                    Pattern.quote(place.targetSchema(schema))))
                            .matcher(message);
            while (matcher.find()) {
                tables.add(new TableId(schema, matcher.group(1)));
            }
        }
        tables.removeAll(pipeline.excluded());
        if (tables.isEmpty()) {
            throw new UnknownPlace(failure);
        }
        tables.forEach(table -> stops.put(table, message));
        pipeline.goOnWithout(List.copyOf(tables));
        return true;
    }

    private static String messages(Throwable failure) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (Throwable at = failure; at != null && depth++ < 20; at = at.getCause()) {
            text.append(text.length() == 0 ? "" : " / ").append(at.getClass().getSimpleName());
            if (text.indexOf(String.valueOf(at.getMessage())) < 0) {
                text.append(": ").append(at.getMessage());
            }
        }
        return text.toString();
    }

    private List<Verdict> verdicts(Comparison comparison) {
        long end = System.nanoTime() + PATIENCE * 1_000_000;
        while (true) {
            List<Verdict> verdicts = new ArrayList<>();
            for (int i = 0; i < scripts.size(); i++) {
                verdicts.add(verdict(i, comparison));
            }
            boolean right = verdicts.stream().allMatch(Verdict::isRight);
            if (right || System.nanoTime() > end) {
                return verdicts;
            }
            goOnAfterStops();
            sleep(500);
        }
    }

    private Verdict verdict(int number, Comparison comparison) {
        Script script = scripts.get(number);
        String schema = schemas.get(number);
        List<String> problems = new ArrayList<>(sessions.get(number).hurt());
        List<String> said = new ArrayList<>();
        Set<String> without = new HashSet<>(script.loose());
        stops.forEach(
                (table, message) -> {
                    if (table.schema().equals(schema)) {
                        without.add(table.name());
                        boolean right = isSaid(script, table.name(), message);
                        (right ? said : problems)
                                .add("stopped at " + table.name() + ": " + message);
                    }
                });
        script.missing(without).forEach(problems::add);
        problems.addAll(comparison.of(schema, without));
        return new Verdict(
                script,
                problems,
                said,
                sessions.get(number).refused(),
                sessions.get(number).executed());
    }

    /** Told on purpose, with what to do, as docs/limits.md has it of such statements. */
    private static boolean isSaid(Script script, String table, String message) {
        return script.stopping().getOrDefault(table, Set.of()).stream()
                .anyMatch(limit -> limit.isSaid(message));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            killing.join();
            pipeline.close();
        } finally {
            killer.shutdown();
            sessions.forEach(Sessions::close);
            List<String> all = new ArrayList<>(schemas);
            all.add(markSchema);
            place.remove(all);
        }
    }
}
