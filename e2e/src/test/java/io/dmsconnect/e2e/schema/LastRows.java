// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * One more row in each table of a schema: a target hears of a table's columns with its next row
 * only, so that a table nobody writes to may still have the columns of before.
 */
final class LastRows {
    private static final int ID = 900_000;

    private LastRows() {}

    static void write(Place place, String schema, Sessions sessions) {
        boolean postgres = place.source().isPostgreSql();
        String tables =
                postgres
                        ? "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
                                + " and relnamespace = '%s'::regnamespace"
                        : "select table_name from information_schema.tables where table_schema = '%s'";
        for (String table : names(place, tables.formatted(schema))) {
            String columns =
                    "select column_name from information_schema.columns where table_schema = '%s'"
                            + " and table_name = '%s' and "
                            + (postgres
                                    ? "is_generated = 'NEVER'"
                                    : "coalesce(generation_expression, '') = ''");
            List<String> names = names(place, columns.formatted(schema, table));
            List<String> values = new ArrayList<>();
            for (String name : names) {
                values.add(name.equals("id") || name.equals("u") ? Integer.toString(ID) : name);
            }
            sessions.execute(
                    step(
                            "insert into %1$s (%2$s) select %3$s from %1$s order by id limit 1"
                                    .formatted(
                                            table,
                                            String.join(", ", names),
                                            String.join(", ", values))));
        }
    }

    private static List<String> names(Place place, String sql) {
        return place.source().server().queryIn(place.sourceDatabase(), sql).stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static Script.Step step(String sql) {
        return new Script.Step(0, Script.PHASES, 0, null, sql);
    }
}
