// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.function.Supplier;

/** From where to where. */
enum Pair {
    POSTGRES_POSTGRES("PostgreSQL -> PostgreSQL", PostgresDatabase::new, PostgresDatabase::new),
    MARIADB_POSTGRES("MariaDB -> PostgreSQL", MariaDatabase::new, PostgresDatabase::new),
    POSTGRES_MARIADB("PostgreSQL -> MariaDB", PostgresDatabase::new, MariaDatabase::new);

    private final String title;
    private final Supplier<Database> source;
    private final Supplier<Database> target;

    Pair(String title, Supplier<Database> source, Supplier<Database> target) {
        this.title = title;
        this.source = source;
        this.target = target;
    }

    String title() {
        return title;
    }

    /** A server of its own. */
    Database startSource() {
        return source.get();
    }

    Database startTarget() {
        return target.get();
    }

    /** As {@code --only} names it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
