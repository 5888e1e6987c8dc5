// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.List;

/**
 * Names of a batch on both servers: databases of its own on PostgreSQL, one per schema elsewhere.
 */
record Place(String id, Engine source, Engine target) {
    String sourceDatabase() {
        return source.isPostgreSql() ? id : "test";
    }

    String targetDatabase() {
        return target.isPostgreSql() ? id + "_to" : "test";
    }

    String schema(int number) {
        return id + "s" + number;
    }

    /** The same, where that is not the same place. */
    String targetSchema(String schema) {
        return source == target && !source.isPostgreSql() ? "to_" + schema : schema;
    }

    void make(List<String> schemas) {
        if (source.isPostgreSql()) {
            source.server().execute("create database " + sourceDatabase());
        }
        if (target.isPostgreSql()) {
            target.server().execute("create database " + targetDatabase());
        }
        for (String schema : schemas) {
            if (source.isPostgreSql()) {
                source.server().executeIn(sourceDatabase(), "create schema " + schema);
            } else {
                source.server().execute("create database " + schema + " character set utf8mb4");
            }
        }
    }

    /** PostgreSQL: ends all connections of the task. */
    void cutSource() {
        cut(source, sourceDatabase());
    }

    void cutTarget() {
        cut(target, targetDatabase());
    }

    private static void cut(Engine engine, String database) {
        if (engine.isPostgreSql()) {
            engine.server()
                    .execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
                                            .formatted(database)
                                    + " and application_name <> '"
                                    + Sessions.NAME
                                    + "'");
        }
    }

    void remove(List<String> schemas) {
        if (source.isPostgreSql()) {
            source.server()
                    .execute(
                            "select pg_terminate_backend(active_pid) from pg_replication_slots"
                                    + " where active and database = '%s'".formatted(id),
                            "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                                    + " where not active and database = '%s'".formatted(id));
            source.server().execute("drop database %s with (force)".formatted(sourceDatabase()));
        }
        if (target.isPostgreSql()) {
            target.server().execute("drop database %s with (force)".formatted(targetDatabase()));
        }
        for (String schema : schemas) {
            if (!source.isPostgreSql()) {
                source.server().execute("drop database if exists " + schema);
            }
            if (!target.isPostgreSql()) {
                target.server().execute("drop database if exists " + targetSchema(schema));
            }
        }
    }
}
