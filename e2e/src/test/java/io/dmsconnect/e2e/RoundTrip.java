// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of types with values, as a table on the source and as what must be found on the target.
 * Each type becomes a column, each value a row, with a null row at the end. The same rows come once
 * before the task starts (load lane) and once while it runs (change lane).
 */
final class RoundTrip {
    /**
     * @param type source declaration
     * @param values SQL expressions of the source
     * @param read how the source and the target print the column for comparison, %s is the column;
     *     empty: as it is
     */
    record Type(String type, List<String> values, String readSource, String readTarget) {}

    private final List<Type> types = new ArrayList<>();

    RoundTrip type(String type, String... values) {
        types.add(new Type(type, List.of(values), "%s", "%s"));
        return this;
    }

    /**
     * A type that the two servers print differently: expressions that print equal values equally.
     */
    RoundTrip type(String type, String readSource, String readTarget, List<String> values) {
        types.add(new Type(type, values, readSource, readTarget));
        return this;
    }

    /** {@code id, c0, c1, ...}. */
    String createTable(String name) {
        StringBuilder sql =
                new StringBuilder("CREATE TABLE " + name + " (id int NOT NULL PRIMARY KEY");
        for (int i = 0; i < types.size(); i++) {
            sql.append(", c").append(i).append(' ').append(types.get(i).type()).append(" NULL");
        }
        return sql.append(")").toString();
    }

    /** One statement per row, ids from the number given. */
    List<String> inserts(String name, int firstId) {
        int rows = types.stream().mapToInt(type -> type.values().size()).max().orElse(0);
        List<String> inserts = new ArrayList<>();
        for (int row = 0; row <= rows; row++) {
            StringBuilder sql =
                    new StringBuilder("INSERT INTO " + name + " VALUES (" + (firstId + row));
            for (Type type : types) {
                sql.append(", ")
                        .append(row < type.values().size() ? type.values().get(row) : "NULL");
            }
            inserts.add(sql.append(")").toString());
        }
        return inserts;
    }

    String readSource(String name) {
        return read(name, true);
    }

    String readTarget(String name) {
        return read(name, false);
    }

    private String read(String name, boolean source) {
        StringBuilder sql = new StringBuilder("SELECT id");
        for (int i = 0; i < types.size(); i++) {
            Type type = types.get(i);
            sql.append(", ")
                    .append((source ? type.readSource() : type.readTarget()).formatted("c" + i));
        }
        return sql.append(" FROM ").append(name).toString();
    }

    /** Says which type a difference belongs to. */
    String columns() {
        StringBuilder text = new StringBuilder("columns: ");
        for (int i = 0; i < types.size(); i++) {
            text.append("c").append(i).append(" = ").append(types.get(i).type()).append("; ");
        }
        return text.toString();
    }
}
