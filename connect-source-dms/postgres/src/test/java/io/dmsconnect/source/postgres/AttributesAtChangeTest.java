// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import static io.dmsconnect.source.postgres.Attribute.Logged.NO;
import static io.dmsconnect.source.postgres.Attribute.Logged.UNTOLD;
import static io.dmsconnect.source.postgres.Attribute.Logged.YES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesAtChangeTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    /** A table whose columns come, go and change their names, each in a transaction of its own. */
    private static final class History {
        private final Random random;
        private final List<Attribute> attributes = new ArrayList<>();
        private final Set<Integer> generated = new HashSet<>();
        private final int generatedOfTen;
        private final boolean changesInside;
        private long transaction = 100;
        private long command;

        History(long seed, int generatedOfTen, boolean changesInside) {
            random = new Random(seed);
            this.changesInside = changesInside;
            this.generatedOfTen = generatedOfTen;
            attributes.add(new Attribute(1, "id", false, YES, transaction, 0));
        }

        /** One transaction, which may change rows between its statements, too. */
        void step(List<Change> changes) {
            transaction++;
            int statements = 1 + random.nextInt(3);
            for (command = 0; command < statements; command++) {
                if (changesInside && random.nextInt(3) == 0) {
                    changes.add(change());
                }
                switch (random.nextInt(3)) {
                    case 0 -> add();
                    case 1 -> drop();
                    default -> rename();
                }
            }
        }

        private void add() {
            String name = freeName();
            if (name != null) {
                int number = attributes.size() + 1;
                boolean computed = generatedOfTen > 0 && random.nextInt(10) < generatedOfTen;
                if (computed) {
                    generated.add(number);
                }
                attributes.add(
                        new Attribute(
                                number, name, false, computed ? NO : YES, transaction, command));
            }
        }

        private void drop() {
            List<Attribute> live = live();
            live = live.subList(1, live.size());
            if (!live.isEmpty()) {
                Attribute one = live.get(random.nextInt(live.size()));
                attributes.set(
                        one.number() - 1,
                        new Attribute(one.number(), "gone", true, UNTOLD, transaction, command));
            }
        }

        private void rename() {
            List<Attribute> live = live();
            live = live.subList(1, live.size());
            String name = freeName();
            if (name != null && !live.isEmpty()) {
                Attribute one = live.get(random.nextInt(live.size()));
                attributes.set(
                        one.number() - 1,
                        new Attribute(
                                one.number(), name, false, one.logged(), transaction, command));
            }
        }

        private String freeName() {
            List<String> taken = live().stream().map(Attribute::name).toList();
            List<String> free = NAMES.stream().filter(name -> !taken.contains(name)).toList();
            return free.isEmpty() ? null : free.get(random.nextInt(free.size()));
        }

        List<Attribute> live() {
            return attributes.stream().filter(a -> !a.dropped()).toList();
        }

        /** What a change has. */
        List<Attribute> logged() {
            return live().stream().filter(a -> a.logged() == YES).toList();
        }

        /** The catalogue, and what was seen of the columns that are gone. */
        List<Attribute> watched() {
            return attributes.stream()
                    .map(a -> a.dropped() ? a.logged(generated.contains(a.number()) ? NO : YES) : a)
                    .toList();
        }

        private Change change() {
            return new Change(
                    transaction,
                    numbers(logged()),
                    logged().stream().map(Attribute::name).toList());
        }

        List<Change> changes() {
            List<Change> changes = new ArrayList<>();
            int steps = 1 + random.nextInt(12);
            for (int i = 0; i < steps; i++) {
                if (random.nextBoolean()) {
                    transaction++;
                    changes.add(change());
                } else {
                    step(changes);
                }
            }
            return changes;
        }
    }

    private record Change(long transaction, List<Integer> numbers, List<String> names) {}

    private static List<Integer> numbers(List<Attribute> attributes) {
        return attributes.stream().map(Attribute::number).toList();
    }

    private static Optional<List<Integer>> found(List<Attribute> catalogue, Change change) {
        return new AttributesAtChange(
                        catalogue, change.names(), change.transaction(), (number, place) -> true)
                .find()
                .map(AttributesAtChangeTest::numbers);
    }

    /**
     * @param generatedOfTen so many columns are generated ones
     * @param watched were columns that are gone seen before?
     * @param changesInside are rows changed between the statements of a transaction, too?
     */
    @ParameterizedTest
    @CsvSource({"0, true, false", "3, true, false", "3, false, false", "0, true, true"})
    void whatIsFoundIsRightHoweverMuchTheTableHasChangedSince(
            int generatedOfTen, boolean watched, boolean changesInside) {
        int told = 0;
        int all = 0;
        for (int seed = 0; seed < 5_000; seed++) {
            History history = new History(seed, generatedOfTen, changesInside);
            for (Change change : history.changes()) {
                all++;
                Optional<List<Integer>> found =
                        found(watched ? history.watched() : history.attributes, change);
                if (found.isPresent()) {
                    told++;
                    assertThat(found.get())
                            .as("seed %d, change %s of %s", seed, change, history.attributes)
                            .isEqualTo(change.numbers());
                }
            }
        }
        assertThat(told).as("of %d", all).isGreaterThan(all / 2);
    }

    /** The catalogue has which command of the transaction altered a column last. */
    @Test
    void statementsOfTheChangesOwnTransactionAreToldApart() {
        List<Attribute> catalogue =
                List.of(
                        new Attribute(1, "a", false, YES, 10, 0),
                        new Attribute(2, "gone", true, YES, 20, 6),
                        new Attribute(3, "gone", true, YES, 20, 1),
                        new Attribute(4, "c", false, YES, 20, 2));
        // begin; drop c; add c; change; drop b
        assertThat(found(catalogue, new Change(20, List.of(), List.of("a", "b", "c")))).isEmpty();
        // begin; drop b; change; add d
        List<Attribute> other =
                List.of(
                        new Attribute(1, "a", false, YES, 10, 0),
                        new Attribute(2, "gone", true, YES, 20, 1),
                        new Attribute(3, "c", false, YES, 10, 0),
                        new Attribute(4, "d", false, YES, 20, 4));
        assertThat(found(other, new Change(20, List.of(), List.of("a", "c"))))
                .contains(List.of(1, 3));
    }

    @Test
    void aColumnThatItsOwnTransactionReplacesUnderItsNameIsNotGuessed() {
        List<Attribute> catalogue =
                List.of(
                        new Attribute(1, "a", false, YES, 10, 0),
                        new Attribute(2, "gone", true, YES, 20, 0),
                        new Attribute(3, "b", false, YES, 20, 0));
        Change change = new Change(20, List.of(), List.of("a", "b"));
        assertThat(found(catalogue, change)).isEmpty();
    }

    @Test
    void aTransactionMayHaveComeLateToTheTable() {
        // 15 began before 20 dropped the column, and wrote to the table before or behind that
        List<Attribute> catalogue =
                List.of(
                        new Attribute(1, "a", false, YES, 10, 0),
                        new Attribute(2, "gone", true, YES, 20, 0),
                        new Attribute(3, "c", false, YES, 10, 0),
                        new Attribute(4, "gone", true, YES, 21, 0),
                        new Attribute(5, "e", false, YES, 22, 0));
        assertThat(found(catalogue, new Change(15, List.of(), List.of("a", "c", "x")))).isEmpty();
        assertThat(found(catalogue, new Change(15, List.of(), List.of("a", "b", "c"))))
                .contains(List.of(1, 2, 3));
        assertThat(found(catalogue, new Change(15, List.of(), List.of("a", "c"))))
                .contains(List.of(1, 3));
    }

    @Test
    void idsOfTransactionsAreWhole() {
        assertThat(Attribute.full(5, (1L << 32) + 10)).isEqualTo((1L << 32) + 5);
        assertThat(Attribute.full(4_000_000_000L, (1L << 32) + 10)).isEqualTo(4_000_000_000L);
    }
}
