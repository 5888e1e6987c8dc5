// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * What docs/limits.md lists for MySQL and MariaDB as statements that stop the task. Not here is
 * what is wrong with a whole server, which all scripts share: its settings, and a log that was
 * purged.
 */
final class Stops {
    /** Of a hundred scripts, so many have one of a kind. */
    private static final int CHANCE = Integer.getInteger("schema.stops", 1);

    private final Shop shop;
    private final Dice dice;
    private final List<Stop> stops = new ArrayList<>();

    private Stops(Shop shop, Dice dice) {
        this.shop = shop;
        this.dice = dice;
    }

    /** Each kind by a chance of its own. */
    static List<Stop> of(Shop shop, long seed) {
        Stops all = new Stops(shop, new Dice(seed + 1_000_003));
        if (!shop.isPostgreSql()) {
            all.unknownStatement();
            all.unknownCharset();
            if (!shop.target.isPostgreSql()) {}
        }
        if (shop.isMariaDb()) {
            all.versioning();
            all.overlaps();
            all.brackets();
            all.formerTimes();
            all.hiddenColumn();
        }
        return all.stops;
    }

    private static String created(String table, String more) {
        return "create table %s (id int primary key, a varchar(40) default '%s'%s)"
                .formatted(table, Stop.SECRET, more);
    }

    private static String inserted(String table, int id) {
        return "insert into %s (id) values (%d)".formatted(table, id);
    }

    private void add(Limit limit, String name, String... last) {
        String table = "stop_" + name;
        add(
                new Stop(
                        limit,
                        table,
                        true,
                        List.of(created(table, ""), inserted(table, 1)),
                        List.of(last)));
    }

    private void add(Stop stop) {
        if (dice.percent(CHANCE)) {
            stops.add(stop);
        }
    }

    /** Debezium's parsers know no such type in a CAST, and no such number; the servers do. */
    private void unknownStatement() {
        add(
                Limit.UNKNOWN_STATEMENT,
                "unknown",
                "alter table stop_unknown add column b varchar(40) default '%s', add check (%s)"
                        .formatted(
                                Stop.SECRET,
                                shop.isMariaDb() ? "cast(id as double) <> 7.5" : "id <> 7."));
    }

    /** The log does not tell it. */
    private void unknownCharset() {
        List<String> parts = new ArrayList<>(List.of("convert to character set default"));
        if (shop.isMariaDb()) {
            parts.add("default character set default");
            parts.add("default character set default, add column b varchar(9)");
            parts.add("collate uca1400_ai_ci");
            parts.add("default collate = uca1400_ai_ci, add column b varchar(9)");
        }
        add(Limit.UNKNOWN_STATEMENT, "charset", "alter table stop_charset " + dice.of(parts));
    }

    private void versioning() {
        add(Limit.VERSIONED, "versioned", "alter table stop_versioned add system versioning");
    }

    /** There before the task, or made such a one. */
    private void overlaps() {
        String columns = ", f date not null, u date not null, period for p (f, u)";
        String key = "unique (a, p without overlaps)";
        String insert =
                "insert into stop_overlaps (id, f, u) values (%d, '2020-01-01', '2020-01-02')";
        if (dice.percent(50)) {
            add(
                    new Stop(
                            Limit.UNKNOWN_DEFINITION,
                            "stop_overlaps",
                            true,
                            List.of(
                                    created("stop_overlaps", columns + ", " + key),
                                    insert.formatted(1)),
                            List.of()));
        } else {
            add(
                    Limit.UNKNOWN_STATEMENT,
                    "overlaps",
                    "alter table stop_overlaps"
                            + " add column f date not null default '2020-01-01',"
                            + " add column u date not null default '2020-01-02',"
                            + " add period for p (f, u), add "
                            + key);
        }
    }

    private void brackets() {
        add(
                Limit.UNKNOWN_STATEMENT,
                "brackets",
                "set session sql_mode = 'MSSQL,NO_ENGINE_SUBSTITUTION'",
                "alter table stop_brackets add column [b c] varchar(40) default '"
                        + Stop.SECRET
                        + "'",
                "set session sql_mode = 'NO_ENGINE_SUBSTITUTION'");
    }

    private void formerTimes() {
        add(
                new Stop(
                        Limit.FORMER_TIMES,
                        "stop_times",
                        true,
                        List.of(
                                "set global mysql56_temporal_format = OFF",
                                created("stop_times", ", d datetime(6)"),
                                "set global mysql56_temporal_format = ON",
                                inserted("stop_times", 1)),
                        List.of(
                                "insert into stop_times (id, d) values (2, '2020-01-02 03:04:05.6')")));
    }

    /** The index is gone before its column is read in the log, or after that. */
    private void hiddenColumn() {
        add(
                new Stop(
                        Limit.HIDDEN_COLUMN,
                        "stop_hidden",
                        false,
                        List.of(
                                created("stop_hidden", ", b text, unique (b)"),
                                inserted("stop_hidden", 1)),
                        List.of(
                                "insert into stop_hidden (id, b) values (2, 'b'), (3, 'c')",
                                "alter table stop_hidden drop index b")));
    }
}
