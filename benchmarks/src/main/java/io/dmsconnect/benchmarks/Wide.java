// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks;

import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A table of twelve columns, and rows of it. */
final class Wide {
    static final Table TABLE =
            new Table(
                    new TableId("shop", "big"),
                    List.of(
                            column("id", DataType.of(Kind.INT8)),
                            column("a", DataType.of(Kind.INT4)),
                            column("b", DataType.string(Kind.STRING, 40)),
                            column("c", DataType.numeric(12, 2)),
                            column("d", DataType.string(Kind.STRING, 10)),
                            column("e", DataType.temporal(Kind.DATETIME, 6)),
                            column("f", DataType.temporal(Kind.DATETIME_TZ, 6)),
                            column("g", DataType.of(Kind.NCLOB)),
                            column("h", DataType.of(Kind.INT4)),
                            column("i", DataType.of(Kind.REAL8)),
                            column("j", DataType.of(Kind.BOOLEAN)),
                            column("k", DataType.string(Kind.STRING, 36))),
                    List.of("id"));

    private Wide() {}

    private static Column column(String name, DataType type) {
        return new Column(name, type, !name.equals("id"));
    }

    /** As a driver hands them over: numbers, bytes of texts and digits, microseconds since 1970. */
    static Object[][] driverRows(int count) {
        Object[][] rows = rows(count);
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                if (row[i] instanceof LocalDateTime time) {
                    row[i] = ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time);
                } else if (row[i] instanceof OffsetDateTime instant) {
                    row[i] = ChronoUnit.MICROS.between(Instant.EPOCH, instant.toInstant());
                } else if (row[i] instanceof String || row[i] instanceof BigDecimal) {
                    row[i] = row[i].toString().getBytes(StandardCharsets.UTF_8);
                }
            }
        }
        return rows;
    }

    static Object[][] rows(int count) {
        Object[][] rows = new Object[count][];
        LocalDateTime start = LocalDateTime.of(2024, 1, 1, 0, 0);
        OffsetDateTime instant = OffsetDateTime.parse("2024-01-01T00:00:00Z");
        for (int n = 0; n < count; n++) {
            rows[n] =
                    new Object[] {
                        (long) n,
                        (long) (n % 1000),
                        "name " + n,
                        BigDecimal.valueOf(n, 2),
                        "x",
                        start.plusSeconds(n),
                        instant.plusSeconds(n),
                        "text text text text text text text text ",
                        (long) n,
                        n * 1.1,
                        n % 2 == 0,
                        "6f1ed002-ab5f-4b1c-9d8e-0000" + String.format("%08d", n)
                    };
        }
        return rows;
    }
}
