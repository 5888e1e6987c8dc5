// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.benchmarks.load.Database.Contents;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a run is judged by has to see every difference, and no other. */
class ContentsTest {
    private static final int ROWS = 40;

    private static Database postgres;
    private static Database mariadb;

    @BeforeAll
    static void start() {
        postgres = new PostgresDatabase();
        mariadb = new MariaDatabase();
    }

    @AfterAll
    static void stop() {
        try (Database first = postgres;
                Database second = mariadb) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void bothEnginesMakeTheSameRows() throws SQLException {
        for (Shape shape : Shape.ALL) {
            postgres.createSource(shape, ROWS);
            mariadb.createSource(shape, ROWS);
            Contents expected = postgres.contents(shape);
            assertThat(expected.rows()).as(shape.name()).isEqualTo(ROWS);
            assertThat(mariadb.contents(shape)).as(shape.name()).isEqualTo(expected);
        }
    }

    @Test
    void aChangeOfAnyColumnIsSeen() throws SQLException {
        for (Database database : new Database[] {postgres, mariadb}) {
            database.createSource(Shape.TWELVE, ROWS);
            Contents before = database.contents(Shape.TWELVE);
            for (Shape.Column column : Shape.TWELVE.columns()) {
                // row 30's value in row 1: its note is NULL, its flag true
                String value = column.kind() == Kind.KEY ? "1000" : of(database, column);
                database.execute(
                        "UPDATE %s SET %s = %s WHERE id = 1"
                                .formatted(Shape.TWELVE.table(), column.name(), value));
                assertThat(database.contents(Shape.TWELVE).checksum())
                        .as(database.engine() + " " + column)
                        .isNotEqualTo(before.checksum());
                database.createSource(Shape.TWELVE, ROWS);
            }
            assertThat(database.contents(Shape.TWELVE)).isEqualTo(before);
        }
    }

    @Test
    void eachTableHasRowsOfItsOwn() throws SQLException {
        List<Shape> tables = Shape.TWELVE.tables(3);
        for (Database database : new Database[] {postgres, mariadb}) {
            database.createSource(tables, ROWS);
            List<Contents> contents = database.contents(tables);
            assertThat(contents).extracting(Contents::rows).containsOnly((long) ROWS);
            assertThat(contents).doesNotHaveDuplicates();
        }
        assertThat(mariadb.contents(tables)).isEqualTo(postgres.contents(tables));
    }

    @Test
    void bothEnginesMakeTheSameLargeValues() throws SQLException {
        postgres.createSource(Shape.VALUES, Shape.VALUES.rows());
        mariadb.createSource(Shape.VALUES, Shape.VALUES.rows());
        Contents expected = postgres.contents(Shape.VALUES);
        assertThat(mariadb.contents(Shape.VALUES)).isEqualTo(expected);
        for (Database database : new Database[] {postgres, mariadb}) {
            database.execute(
                    "UPDATE " + Shape.VALUES.table() + " SET c2 = concat(c2, 'x') WHERE id = 3");
            assertThat(database.contents(Shape.VALUES)).isNotEqualTo(expected);
        }
    }

    private static String of(Database database, Shape.Column column) {
        return "(SELECT v FROM (SELECT %s AS v FROM %s WHERE id = 30) other)"
                .formatted(column.name(), Shape.TWELVE.table());
    }

    @Test
    void aMissingRowIsSeen() throws SQLException {
        for (Database database : new Database[] {postgres, mariadb}) {
            database.createSource(Shape.NARROW, ROWS);
            Contents before = database.contents(Shape.NARROW);
            database.execute("DELETE FROM " + Shape.NARROW.table() + " WHERE id = 7");
            assertThat(database.contents(Shape.NARROW).rows()).isEqualTo(ROWS - 1);
            assertThat(database.contents(Shape.NARROW).checksum()).isNotEqualTo(before.checksum());
        }
    }
}
