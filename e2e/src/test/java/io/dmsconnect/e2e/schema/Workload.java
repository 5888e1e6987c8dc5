// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.e2e.schema.Script.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a seed's script: sessions whose transactions overlap, schema changes in between. */
final class Workload {
    private static final int UNITS_PER_PHASE = Integer.getInteger("schema.units", 12);

    private final Dice dice;
    private final Shop shop;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Step> setup = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Set<TableModel>> open = new HashMap<>();
    private final Set<TableModel> looseTables = new HashSet<>();
    private final Map<TableModel, Set<Limit>> limits = new HashMap<>();
    private final Map<String, Set<Limit>> stopping = new HashMap<>();
    private int phase;
    private int unit;

    private Workload(long seed, Engine source, Engine target, Set<Kind> chosen) {
        dice = new Dice(seed);
        shop = new Shop(source, target);
        for (Kind kind : chosen) {
            for (int i = 0; i < kind.weight; i++) {
                kinds.add(kind);
            }
        }
    }

    static Script script(long seed, Engine source, Engine target, Set<Kind> kinds) {
        Workload workload = new Workload(seed, source, target, kinds);
        workload.tables();
        for (workload.phase = 0; workload.phase < Script.PHASES; workload.phase++) {
            for (int i = 0; i < UNITS_PER_PHASE; i++) {
                workload.unit++;
                workload.unit();
            }
            workload.unit++;
            List.copyOf(workload.open.keySet()).forEach(workload::end);
        }
        List<Stop> stops = Stops.of(workload.shop, seed);
        stops.forEach(workload::stop);
        Set<String> loose = new HashSet<>();
        workload.looseTables.forEach(table -> loose.add(table.name));
        return new Script(
                seed,
                source,
                target,
                workload.setup,
                workload.steps,
                loose,
                workload.stopping,
                stops);
    }

    /** Behind all else: nobody follows the table after that. */
    private void stop(Stop stop) {
        phase = Script.PHASES - 1;
        unit++;
        stop.setup().forEach(sql -> setup.add(new Step(0, 0, 0, null, sql)));
        stop.last().forEach(sql -> add(0, null, sql));
        mayStop(stop.table(), Set.of(stop.limit()));
    }

    private void tables() {
        boolean related = dice.percent(35);
        int count = 3 + dice.below(2) + (related ? 2 : 0);
        for (int i = 0; i < count; i++) {
            TableModel table = new TableModel(shop.newTableName());
            if (related && i == 1) {
                table.child = true;
                table.related = shop.tables.get(0).name;
                shop.tables.get(0).related = table.name;
            } else if (!related || i > 1) {
                special(table);
            }
            for (int col = dice.below(4) + (related && i < 2 ? 0 : 1); col >= 0; col--) {
                table.cols.add(
                        new TableModel.Col(
                                table.freshName(dice), shop.anyType(dice), dice.percent(40)));
            }
            shop.tables.add(table);
            Made.statements(shop, table).forEach(sql -> setup.add(new Step(0, 0, 0, null, sql)));
            for (int row = 3 + dice.below(12); row > 0; row--) {
                String sql = Rows.insert(shop, table, row % TableModel.SESSIONS, dice);
                setup.add(new Step(0, 0, 0, null, sql));
            }
            look(table);
        }
    }

    private void special(TableModel table) {
        int chance = dice.below(100);
        if (chance < 15) {
            table.key = List.of("id", "k");
        } else if (chance < 28) {
            table.key = List.of();
            table.full = true;
        } else if (chance < 40) {
            table.partitioned = true;
        } else if (chance < 55) {
            table.unique = true;
        } else if (chance < 75 && shop.isPostgreSql()) {
            table.deferrable = true;
            table.full = dice.percent(75);
        }
        table.full |= shop.isPostgreSql() && dice.percent(20);
    }

    /** Remembers what is to be known of a table at the end. */
    private void look(TableModel table) {
        if (shop.isPostgreSql() && !table.full && (table.key.isEmpty() || table.deferrable)) {
            looseTables.add(table);
        }
        if (limits.containsKey(table)) {
            mayStop(table.name, limits.get(table));
        }
    }

    private void unit() {
        int session = dice.below(TableModel.SESSIONS);
        if (open.containsKey(session)) {
            if (dice.percent(35)) {
                end(session);
            } else {
                rows(session);
            }
        } else if (dice.percent(55) && !kinds.isEmpty()) {
            schema(session);
        } else if (dice.percent(40)) {
            add(session, null, "begin");
            open.put(session, new HashSet<>());
            rows(session);
        } else {
            rows(session);
        }
    }

    private void end(int session) {
        open.remove(session);
        add(session, null, dice.percent(20) ? "rollback" : "commit");
    }

    private void rows(int session) {
        for (int i = dice.below(3); i >= 0; i--) {
            TableModel table = dice.of(shop.tables);
            boolean mayWait = table.key.isEmpty() || table.deferrable || table.related != null;
            if (mayWait && othersHave(table, session)) {
                continue; // for rows that another session has changed, or that its rows refer to
            }
            if (open.containsKey(session)) {
                open.get(session).add(table);
            }
            add(session, null, Rows.any(shop, table, session, dice));
        }
    }

    private boolean othersHave(TableModel table, int session) {
        return open.entrySet().stream()
                .filter(entry -> entry.getKey() != session)
                .anyMatch(entry -> touches(entry.getValue(), table));
    }

    private boolean touches(Set<TableModel> tables, TableModel table) {
        return tables.contains(table)
                || table.related != null && tables.contains(shop.find(table.related));
    }

    private boolean isFree(TableModel table) {
        return open.values().stream().noneMatch(tables -> touches(tables, table));
    }

    /** A burst of changes of the schema, in a transaction where the server has them. */
    private void schema(int session) {
        List<TableModel> free = shop.tables.stream().filter(this::isFree).toList();
        if (free.isEmpty()) {
            rows(session);
            return;
        }
        TableModel table = dice.of(free);
        boolean inTransaction = shop.isPostgreSql() && dice.percent(40);
        boolean rolledBack = inTransaction && dice.percent(25);
        List<TableModel> before = shop.tables.stream().map(TableModel::copy).toList();
        if (inTransaction) {
            add(session, null, "begin");
        }
        for (int i = dice.below(3); i >= 0; i--) {
            move(session, table, inTransaction);
            if (dice.percent(25)) {
                add(session, null, Rows.any(shop, table, session, dice));
            }
        }
        if (inTransaction) {
            add(session, null, rolledBack ? "rollback" : "commit");
        }
        if (rolledBack) {
            for (int i = 0; i < before.size(); i++) {
                shop.tables.get(i).restore(before.get(i));
            }
        }
        if (dice.percent(65)) {
            add(session, null, Rows.any(shop, table, session, dice));
        }
    }

    private void move(int session, TableModel table, boolean inTransaction) {
        for (int attempt = 0; attempt < 5; attempt++) {
            Kind kind = dice.of(kinds);
            if (kind.alone() && inTransaction || kind == Kind.EXCHANGE && !open.isEmpty()) {
                continue;
            }
            List<String> names = shop.tables.stream().map(one -> one.name).toList();
            List<String> statements = kind.move.on(shop, table, dice);
            if (statements.isEmpty()) {
                continue;
            }
            boolean together = kind == Kind.SWAP_VALUES && !inTransaction && statements.size() > 1;
            if (together) {
                add(session, kind, "begin");
            }
            statements.forEach(sql -> add(session, kind, sql));
            if (together) {
                add(session, kind, "commit");
            }
            limit(table, kind);
            renamed(names);
            shop.tables.forEach(this::look);
            return;
        }
    }

    private void limit(TableModel table, Kind kind) {
        if (!shop.isPostgreSql()) {
            return;
        }
        Set<Limit> may = limits.computeIfAbsent(table, one -> EnumSet.noneOf(Limit.class));
        may.addAll(kind.limits);
    }

    /** What may be said of a table may be said of it under the name it had, too. */
    private void renamed(List<String> before) {
        for (int i = 0; i < before.size(); i++) {
            TableModel table = shop.tables.get(i);
            if (!table.name.equals(before.get(i)) && limits.containsKey(table)) {
                mayStop(before.get(i), limits.get(table));
            }
        }
    }

    private void mayStop(String table, Set<Limit> may) {
        stopping.computeIfAbsent(table, name -> EnumSet.noneOf(Limit.class)).addAll(may);
    }

    private void add(int session, Kind kind, String sql) {
        steps.add(new Step(session, phase, unit, kind, sql));
    }
}
