// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up valid statements for a table t that has a key id and columns for texts. */
final class AlteredTable {
    private static final String[] NAMES = {"a", "b", "c", "d", "e", "f"};

    private final Random random;
    private final List<String> columns = new ArrayList<>(List.of("a", "b", "c"));
    private final List<String> all = new ArrayList<>();
    private String anchor;
    private int lastId = 100;
    private int lastValue;

    AlteredTable(Random random) {
        this.random = random;
    }

    List<String> all() {
        return all;
    }

    List<String> next() {
        List<String> statements =
                switch (random.nextInt(11)) {
                    case 0, 1, 2 -> List.of(insert());
                    case 3 -> List.of("UPDATE t SET " + one() + " = '" + value() + "' WHERE id % 3 = 1");
                    case 4 -> List.of("DELETE FROM t WHERE id = " + (101 + random.nextInt(20)));
                    case 5 -> List.of(random.nextInt(3) == 0 ? "TRUNCATE TABLE t" : insert());
                    case 6 -> random.nextInt(3) == 0 ? another() : List.of(insert());
                    default -> List.of(alter());
                };
        all.addAll(statements);
        return statements;
    }

    private String one() {
        return columns.get(random.nextInt(columns.size()));
    }

    private String value() {
        return "v" + ++lastValue;
    }

    private String insert() {
        List<String> values = new ArrayList<>();
        columns.forEach(column -> values.add("'" + value() + "'"));
        return "INSERT INTO t (id, %s) VALUES (%d, %s)"
                .formatted(String.join(", ", columns), ++lastId, String.join(", ", values));
    }

    private List<String> another() {
        List<String> made =
                switch (random.nextInt(3)) {
                    case 0 -> List.of("DROP TABLE t", create("t"));
                    case 1 -> List.of(create("u"), "RENAME TABLE t TO old, u TO t", "DROP TABLE old");
                    default -> List.of("RENAME TABLE t TO u", "RENAME TABLE u TO t");
                };
        if (made.get(0).equals("RENAME TABLE t TO u")) {
            return made;
        }
        columns.clear();
        columns.addAll(List.of("a", "b", "c"));
        List<String> all = new ArrayList<>(made);
        all.add(insert());
        return all;
    }

    private static String create(String table) {
        return "CREATE TABLE "
                + table
                + " (id int PRIMARY KEY, a varchar(20), b varchar(20), c varchar(20))";
    }

    private String alter() {
        List<String> parts = new ArrayList<>();
        List<String> before = new ArrayList<>(columns);
        anchor = before.remove(random.nextInt(before.size()));
        if (before.size() > 1 && random.nextInt(4) == 0) {
            String one = before.remove(random.nextInt(before.size()));
            String other = before.remove(random.nextInt(before.size()));
            parts.add("CHANGE " + one + " " + other + " varchar(20)");
            parts.add("CHANGE " + other + " " + one + " varchar(20)");
        } else {
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                part(before, parts);
            }
        }
        return parts.isEmpty() ? "ALTER TABLE t FORCE" : "ALTER TABLE t " + String.join(", ", parts);
    }

    /**
     * @param untouched columns that no other part of the statement is about
     */
    private void part(List<String> untouched, List<String> parts) {
        String free = free();
        if (random.nextInt(3) == 0 && untouched.size() > 1) {
            String gone = untouched.remove(random.nextInt(untouched.size()));
            parts.add("DROP COLUMN " + gone);
            columns.remove(gone);
            if (random.nextBoolean()) {
                parts.add("ADD COLUMN " + gone + " varchar(20)" + place());
                columns.add(gone);
            }
        } else if (random.nextBoolean() && free != null) {
            parts.add("ADD COLUMN " + free + " varchar(20)" + place());
            columns.add(free);
        } else if (!untouched.isEmpty()) {
            String one = untouched.remove(random.nextInt(untouched.size()));
            String to = free == null || random.nextBoolean() ? one : free;
            parts.add("CHANGE " + one + " " + to + " varchar(20)" + place());
            columns.set(columns.indexOf(one), to);
        }
    }

    private String free() {
        List<String> free = new ArrayList<>(List.of(NAMES));
        free.removeAll(columns);
        return free.isEmpty() ? null : free.get(random.nextInt(free.size()));
    }

    private String place() {
        return switch (random.nextInt(3)) {
            case 0 -> " FIRST";
            case 1 -> " AFTER " + anchor;
            default -> "";
        };
    }
}
