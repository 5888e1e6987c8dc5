// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.SpecialValue;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class MariaDbSinkTest extends SinkContract {
    @Override
    DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    String control(String table) {
        return "awsdms_control." + table;
    }

    @Override
    String createSchema() {
        return "CREATE DATABASE IF NOT EXISTS " + schema();
    }

    @Override
    String hex(String column) {
        return "hex(" + column + ")";
    }

    @Override
    String utc(String column) {
        return "CAST(" + column + " AS char)";
    }

    @Override
    DatabaseServer ownServer() {
        return MariaDbServer.temporary();
    }

    @Override
    String asText(String column, DataType type) {
        return switch (type.kind()) {
            case BYTES, BLOB -> "lower(hex(" + column + "))";
            default ->
                    type.declaration().startsWith("bit")
                            ? "lpad(conv(" + column + " + 0, 10, 2), 5, '0')"
                            : "CAST(" + column + " AS char)";
        };
    }

    @Test
    void zeroDates() {
        arrivesAs(DataType.of(Kind.DATE), new SpecialValue("0000-00-00"), "0000-00-00");
    }

    @Test
    void timesBeyondADay() {
        arrivesAs(
                DataType.of(Kind.STRING).declared("mariadb", "time(6)"),
                "-838:59:59.000001",
                "-838:59:59.000001");
    }

    @Test
    void ownTypes() {
        arrivesAs(
                DataType.string(Kind.WSTRING, 3).declared("mariadb", "enum('a','b''c')"),
                "b'c",
                "b'c");
    }

    @Test
    void uuids() {
        String uuid = "123e4567-e89b-12d3-a456-426655440000";
        arrivesAs(DataType.string(Kind.STRING, 36).declared("postgres", "uuid"), uuid, uuid);
    }

    @Test
    void uuidsThatMariaDbsOwnTypeRefuses() {
        String refusedByMariaDbsOwnType = "12345678-1234-8234-1234-123456789012";
        arrivesAs(
                DataType.string(Kind.STRING, 36).declared("postgres", "uuid"),
                refusedByMariaDbsOwnType,
                refusedByMariaDbsOwnType);
    }

    @Test
    void infinityIsRefused() {
        refusedInLoad(DataType.of(Kind.DATE), new SpecialValue("infinity"), "has no form");
    }

    @Test
    void notANumberIsRefused() {
        refusedInLoad(DataType.of(Kind.REAL8), Double.NaN, "has no form");
    }

    @Test
    void datesBeforeChristAreRefused() {
        refusedInLoad(DataType.of(Kind.DATE), LocalDate.of(-43, 3, 15), "44 BC");
    }

    @Test
    void theNulCharacterArrives() {
        arrivesAs(DataType.of(Kind.NCLOB), "a\0b", "a\0b");
    }
}
