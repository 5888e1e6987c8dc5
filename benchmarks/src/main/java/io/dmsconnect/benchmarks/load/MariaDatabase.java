// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import io.dmsconnect.testing.MariaDbServer;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

final class MariaDatabase extends Database {
    private static final long LARGEST_PACKET = 1L << 30;

    MariaDatabase() {
        super(MariaDbServer.temporary());
    }

    @Override
    String engine() {
        return "mariadb";
    }

    @Override
    String name() {
        return Shape.SCHEMA;
    }

    @Override
    void renew() {
        server().execute(
                        // a value that a function makes is no larger, on its way in too
                        "SET GLOBAL max_allowed_packet = " + LARGEST_PACKET,
                        "DROP DATABASE IF EXISTS " + name(),
                        "DROP DATABASE IF EXISTS awsdms_control",
                        "CREATE DATABASE " + name());
    }

    /** A reader leaves nothing here but connections, which end by themselves. */
    @Override
    void forgetReaders() {}

    @Override
    void analyze(Statement statement, Shape shape) throws SQLException {
        statement.execute("ANALYZE TABLE " + shape.table());
    }

    /** The former run's part of the log is not kept for anybody. */
    @Override
    void settle() throws SQLException {
        execute("FLUSH BINARY LOGS", "PURGE BINARY LOGS BEFORE now()");
    }

    @Override
    String type(Kind kind) {
        return kind.type().mariadb();
    }

    @Override
    String typeFrom(Kind kind, Database source) {
        return type(kind);
    }

    @Override
    String fill(Shape shape, long from, long to) {
        return "INSERT INTO %s SELECT %s FROM (SELECT seq AS i FROM seq_%d_to_%d) s"
                .formatted(shape.table(), shape.values(kind -> kind.value().mariadb()), from, to);
    }

    @Override
    String checksum(Shape shape) {
        String row = String.join(", '|', ", shape.texts(kind -> kind.text().mariadb()));
        return """
        SELECT count(*), sum(CAST(conv(substr(md5(concat(%s)), 1, 15), 16, 10) AS unsigned))
        FROM %s
        """
                .formatted(row, shape.table());
    }

    /** What fills a source is no part of its log. */
    @Override
    List<String> session() {
        return List.of(
                "SET time_zone = '+00:00'",
                "SET sql_log_bin = 0",
                "SET group_concat_max_len = " + LARGEST_PACKET);
    }
}
