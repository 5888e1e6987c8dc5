// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.statement;

import io.dmsconnect.source.binlog.statement.Step.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an ALTER TABLE does to the columns of its table. All its parts look at the columns as they
 * were: {@code RENAME COLUMN a TO b, RENAME COLUMN b TO a} exchanges two names, {@code ADD COLUMN a
 * int, DROP COLUMN a} puts a new column in the place of an old one's name.
 */
public final class Alteration {
    /** A part that changes nothing. */
    static final String NOTHING = "FORCE";

    private static final String OWN = "__dms_";

    private final String text;
    private final List<Step> steps;
    private final List<KeyColumn> keyColumns;

    /**
     * Parentheses of a group of parts, which go; an empty one is where a part of a group begins.
     */
    private final List<Span> blanks;

    /** A column's name in the definition of an index. */
    record KeyColumn(String name, Span span) {}

    Alteration(String text, List<Step> steps, List<KeyColumn> keyColumns, List<Span> blanks) {
        this.text = text;
        this.steps = List.copyOf(steps);
        this.keyColumns = List.copyOf(keyColumns);
        this.blanks = List.copyOf(blanks);
    }

    /**
     * The name by which the text calls a column that was there.
     *
     * @param place of the column, from 0 on
     */
    public static String own(int place) {
        return OWN + place;
    }

    /** Does any part name a column that it adds, alters or drops? */
    public boolean touchesColumns() {
        return !steps.isEmpty();
    }

    /** Does it give rows that are there values which the log does not have? */
    public boolean fillsColumns() {
        return steps.stream().anyMatch(Step::filled);
    }

    /**
     * A column afterwards.
     *
     * @param from its name before; null where it is new
     * @param inText the name {@link Altered#text} calls it by
     */
    public record Column(String name, String from, String inText) {}

    /**
     * @param columns in their order
     * @param text a statement that defines the same columns, under names that are unique: {@link
     *     #own} for the columns that were there
     */
    public record Altered(List<Column> columns, String text) {}

    /**
     * @param columns the table's columns before
     * @throws UnreadableStatementException where the statement is not one for this table
     */
    public Altered apply(List<String> columns) {
        Map<String, String> before = new HashMap<>();
        columns.forEach(name -> before.put(key(name), OWN + before.size()));
        Map<String, Step> ofColumn = new HashMap<>();
        List<Step> moved = new ArrayList<>();
        Map<Step, String> added = new HashMap<>();
        Edits edited = new Edits();
        for (Step step : steps) {
            String known = before.get(key(step.from()));
            boolean isAdd = step.kind() == Step.Kind.ADD;
            if (step.ifExists()
                    && ((known != null) == isAdd || isRepeated(step, ofColumn, added))) {
                edited.replace(step.spans().whole(), NOTHING);
                continue;
            }
            if (isAdd) {
                known = OWN + "new" + added.size();
                added.put(step, known);
            } else if (known == null || ofColumn.put(key(step.from()), step) != null) {
                throw new UnreadableStatementException("a column is not there, or named twice");
            }
            if (isAdd || step.kind() == Step.Kind.CHANGE && step.isMove()) {
                moved.add(step);
            }
            edited.step(step, known);
        }
        List<Column> now = new ArrayList<>();
        for (String name : columns) {
            Step step = ofColumn.get(key(name));
            if (step == null || step.kind() != Step.Kind.DROP) {
                now.add(new Column(step == null ? name : step.to(), name, before.get(key(name))));
            }
        }
        for (Step step : moved) {
            Column column = new Column(step.to(), null, added.get(step));
            if (step.kind() == Step.Kind.CHANGE) {
                int at = indexOf(now, step.to());
                column = now.remove(at);
            }
            now.add(
                    step.place() == null
                            ? now.size()
                            : step.place().after() == null
                                    ? 0
                                    : indexOf(now, step.place().after()) + 1,
                    column);
        }
        Set<String> names = new HashSet<>();
        for (Column column : now) {
            if (!names.add(key(column.name()))) {
                throw new UnreadableStatementException("two columns get the same name");
            }
        }
        for (KeyColumn column : keyColumns) {
            int at = find(now, column.name());
            if (at >= 0) {
                edited.replace(column.span(), quoted(now.get(at).inText()));
            }
        }
        for (Span blank : blanks) {
            edited.replace(blank, blank.start() == blank.end() ? "ADD" : " ");
        }
        return new Altered(now, edited.applied());
    }

    /** The server passes over what an earlier part has done already. */
    private static boolean isRepeated(
            Step step, Map<String, Step> ofColumn, Map<Step, String> added) {
        return step.kind() == Step.Kind.ADD
                ? added.keySet().stream().anyMatch(one -> key(one.to()).equals(key(step.to())))
                : step.kind() == Step.Kind.DROP && ofColumn.containsKey(key(step.from()));
    }

    private static int indexOf(List<Column> columns, String name) {
        int at = find(columns, name);
        if (at < 0) {
            throw new UnreadableStatementException("a column it names is not there");
        }
        return at;
    }

    private static int find(List<Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (key(columns.get(i).name()).equals(key(name))) {
                return i;
            }
        }
        return -1;
    }

    /** Names of columns are the same in any case. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Replaces parts of the text; parts do not overlap. */
    private final class Edits {
        private final TreeMap<Integer, Map.Entry<Integer, String>> replaced = new TreeMap<>();

        void replace(Span span, String by) {
            replaced.put(span.start(), Map.entry(span.end(), " " + by + " "));
        }

        void step(Step step, String own) {
            switch (step.kind()) {
                case ADD -> replace(step.spans().head(), "ADD COLUMN " + quoted(own));
                case CHANGE -> replace(step.spans().head(), "MODIFY COLUMN " + quoted(own));
                case DROP -> replace(step.spans().whole(), "DROP COLUMN " + quoted(own));
                case RENAME -> replace(step.spans().whole(), NOTHING);
            }
            if (step.spans().position() != null) {
                replace(step.spans().position(), "");
            }
        }

        String applied() {
            StringBuilder result = new StringBuilder();
            int at = 0;
            for (Map.Entry<Integer, Map.Entry<Integer, String>> part : replaced.entrySet()) {
                result.append(text, at, part.getKey()).append(part.getValue().getValue());
                at = part.getValue().getKey();
            }
            return result.append(text.substring(at)).toString();
        }
    }
}
