// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Finds which columns a change in the log speaks of. The log tells their names and their order, not
 * their numbers; the catalogue tells the numbers of all columns the table ever had, the names they
 * have by now, and which transaction dropped each of those that are gone.
 *
 * <p>A table had, at a change, its columns in the order of their numbers: those that are there
 * still, and those that were dropped later. As many as the change has are those; what follows them
 * was added later. A statement that changes columns locks the whole table until its transaction
 * ends, so that a change of rows of another transaction is either before all of such a transaction
 * or behind it; which of the two is told by the order of the transactions' ids. Inside of one it is
 * the order of commands. A column that no transaction has touched since must have its name of now,
 * which checks the answer. A dropped column that may have been a generated one, which is in no
 * change, is left out where only that agrees with the change.
 */
final class AttributesAtChange {
    /** So many answers are as good as none. */
    private static final int MANY = 100;

    private final List<Attribute> all;
    private final List<String> names;
    private final long transaction;
    private final BiPredicate<Integer, Integer> mayBe;

    /**
     * @param all of the table, by number
     * @param names of the change's columns, in the log's order
     * @param transaction whole id of the change's transaction
     * @param mayBe may the column of this number be the change's one at this place, counted from 0?
     *     Asked where the change could speak of several
     */
    AttributesAtChange(
            List<Attribute> all,
            List<String> names,
            long transaction,
            BiPredicate<Integer, Integer> mayBe) {
        this.all = all.stream().filter(a -> a.logged() != Attribute.Logged.NO).toList();
        this.names = names;
        this.transaction = transaction;
        this.mayBe = mayBe;
    }

    /**
     * @return as many as the change has columns, in the same order; empty where the catalogue and
     *     the change do not go together, or could in two ways
     */
    Optional<List<Attribute>> find() {
        Set<List<Attribute>> possible = possible();
        return possible.size() < 2
                ? onlyOne(possible)
                : onlyOne(possible.stream().filter(this::mayBe).toList());
    }

    private boolean mayBe(List<Attribute> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (!mayBe.test(columns.get(i).number(), i)) {
                return false;
            }
        }
        return true;
    }

    private Set<List<Attribute>> possible() {
        Set<List<Attribute>> possible = new LinkedHashSet<>();
        for (long command : ownCommands()) {
            possible.addAll(at(new Moment(transaction, command)));
        }
        // a transaction may take its id long before it comes to this table
        all.stream()
                .filter(a -> a.dropped() && a.changedBy() > transaction)
                .forEach(a -> possible.addAll(at(new Moment(a.changedBy(), Long.MAX_VALUE))));
        if (possible.isEmpty()) {
            possible.addAll(at(new Moment(0, Long.MAX_VALUE)));
        }
        return possible;
    }

    /** The change is before all commands of its transaction that alter the table, or behind one. */
    private Set<Long> ownCommands() {
        Set<Long> commands = new TreeSet<>();
        commands.add(-1L);
        all.stream()
                .filter(a -> a.changedBy() == transaction)
                .forEach(a -> commands.add(a.command()));
        return commands;
    }

    /** Behind this command of this transaction. */
    private record Moment(long transaction, long command) {
        boolean isBehind(Attribute attribute) {
            return attribute.changedBy() < transaction
                    || attribute.changedBy() == transaction && attribute.command() <= command;
        }
    }

    private static Optional<List<Attribute>> onlyOne(Collection<List<Attribute>> found) {
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    /** What the columns of that moment may be, if what columns got by then and the change agree. */
    private Set<List<Attribute>> at(Moment moment) {
        List<Attribute> there =
                all.stream().filter(a -> !a.dropped() || !moment.isBehind(a)).toList();
        Set<List<Attribute>> found = new LinkedHashSet<>();
        choose(there, 0, new ArrayList<>(), moment, found);
        return found;
    }

    /** Goes on from the columns chosen so far, in the order of the numbers. */
    private void choose(
            List<Attribute> there,
            int next,
            List<Attribute> chosen,
            Moment moment,
            Set<List<Attribute>> found) {
        if (found.size() >= MANY) {
            return;
        }
        if (chosen.size() == names.size()) {
            if (there.subList(next, there.size()).stream()
                    .noneMatch(a -> a.logged() == Attribute.Logged.YES && isAsItWas(a, moment))) {
                found.add(List.copyOf(chosen));
            }
            return;
        }
        if (there.size() - next < names.size() - chosen.size()) {
            return;
        }
        Attribute attribute = there.get(next);
        String name = names.get(chosen.size());
        if (!isAsItWas(attribute, moment) || attribute.name().equals(name)) {
            chosen.add(attribute);
            choose(there, next + 1, chosen, moment, found);
            chosen.remove(chosen.size() - 1);
        }
        if (attribute.logged() == Attribute.Logged.UNTOLD) {
            choose(there, next + 1, chosen, moment, found);
        }
    }

    /** Has nobody touched the column since? */
    private boolean isAsItWas(Attribute attribute, Moment moment) {
        boolean before =
                moment.transaction() == transaction
                        ? moment.isBehind(attribute)
                        : attribute.changedBy() < transaction;
        return !attribute.dropped() && before;
    }
}
