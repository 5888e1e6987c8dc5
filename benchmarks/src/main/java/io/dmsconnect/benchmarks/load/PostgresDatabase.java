// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.testing.PostgreSqlServer;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

final class PostgresDatabase extends Database {
    PostgresDatabase() {
        super(PostgreSqlServer.temporary());
    }

    @Override
    String engine() {
        return "postgres";
    }

    @Override
    String name() {
        return "bench";
    }

    @Override
    void renew() {
        server().execute(
                        "DROP DATABASE IF EXISTS " + name() + " WITH (FORCE)",
                        "CREATE DATABASE " + name());
        try {
            execute("CREATE SCHEMA " + Shape.SCHEMA);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void forgetReaders() throws SQLException {
        String others =
                "FROM pg_stat_activity WHERE datname = '%s' AND pid <> pg_backend_pid()"
                        .formatted(name());
        execute(
                "SELECT pg_terminate_backend(pid, 10000) " + others,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots",
                """
                DO $$ DECLARE p text; BEGIN
                  FOR p IN SELECT pubname FROM pg_publication LOOP
                    EXECUTE format('DROP PUBLICATION %I', p);
                  END LOOP;
                END $$
                """);
    }

    @Override
    void analyze(Statement statement, Shape shape) throws SQLException {
        statement.execute("VACUUM ANALYZE " + shape.table());
    }

    @Override
    void settle() throws SQLException {
        execute("CHECKPOINT");
    }

    @Override
    String type(Kind kind) {
        return kind.type().postgres();
    }

    @Override
    String typeFrom(Kind kind, Database source) {
        // MariaDB's identity is text, and a sink that is given text cannot write it into a uuid
        return kind == Kind.IDENTITY ? source.type(kind) : type(kind);
    }

    @Override
    String fill(Shape shape, long from, long to) {
        return "INSERT INTO %s SELECT %s FROM generate_series(%d::bigint, %d) i"
                .formatted(shape.table(), shape.values(kind -> kind.value().postgres()), from, to);
    }

    @Override
    String checksum(Shape shape) {
        String row =
                String.join(
                        " || '|' || ",
                        shape.texts(kind -> "CAST(" + kind.text().postgres() + " AS text)"));
        return """
        SELECT count(*), sum(CAST(CAST('x' || substr(md5(%s), 1, 15) AS bit(60)) AS bigint))
        FROM %s
        """
                .formatted(row, shape.table());
    }

    @Override
    List<String> session() {
        return List.of("SET TIME ZONE 'UTC'");
    }
}
