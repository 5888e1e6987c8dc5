// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PostgreSqlSinkTest extends SinkContract {
    @Override
    DatabaseServer server() {
        return PostgreSqlServer.shared();
    }

    @Override
    String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    String control(String table) {
        return "public." + table;
    }

    @Override
    String createSchema() {
        return "CREATE SCHEMA IF NOT EXISTS " + schema();
    }

    @Override
    String hex(String column) {
        return "encode(" + column + ", 'hex')";
    }

    @Override
    String utc(String column) {
        return "(" + column + " AT TIME ZONE 'UTC')::text";
    }

    @Override
    DatabaseServer ownServer() {
        return PostgreSqlServer.temporary();
    }

    @Override
    String asText(String column, DataType type) {
        return switch (type.kind()) {
            case BYTES, BLOB -> hex(column);
            case DATETIME_TZ -> utc(column);
            default -> column + "::text";
        };
    }

    @Override
    String dropIndex(String index, String table) {
        return "DROP INDEX " + schema() + "." + index;
    }

    @Test
    void postgreSqlsOwnTypes() {
        arrivesAs(
                DataType.of(Kind.NCLOB).declared("postgres", "integer[]"),
                "{1,NULL,3}",
                "{1,NULL,3}");
    }

    @Test
    void aTypeTheTargetHasNotIsText() {
        arrivesAs(DataType.of(Kind.NCLOB).declared("postgres", "public.mood"), "o'k", "o'k");
    }

    @Test
    void valuesBeyondJava() {
        arrivesAs(DataType.of(Kind.DATE), new SpecialValue("-infinity"), "-infinity");
    }

    @Test
    void datesBeforeChrist() {
        arrivesAs(DataType.of(Kind.DATE), LocalDate.of(-43, 3, 15), "0044-03-15 BC");
    }

    @Test
    void notANumber() {
        arrivesAs(DataType.of(Kind.REAL8), Double.NaN, "NaN");
    }

    @Test
    void numericNotANumber() {
        arrivesAs(DataType.numeric(-1, -1), new SpecialValue("NaN"), "NaN");
    }

    @Test
    void timesOfMySqlAreIntervals() {
        arrivesAs(
                DataType.of(Kind.STRING).declared("mysql", "time(6)"),
                "-838:59:59.000001",
                "-838:59:59.000001");
    }

    @Test
    void theNulCharacterIsRefused() {
        refusedInLoad(DataType.of(Kind.NCLOB), "a\0b", "0x00");
    }

    @Test
    void aZeroDateIsRefused() {
        refusedInLoad(DataType.of(Kind.DATE), new SpecialValue("0000-00-00"), "date/time");
    }
}
