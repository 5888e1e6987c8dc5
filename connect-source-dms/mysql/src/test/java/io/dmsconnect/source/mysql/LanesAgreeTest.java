// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mysql;

import io.dmsconnect.source.binlog.debezium.LanesAgreeContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MySqlServer;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.BeforeAll;

class LanesAgreeTest extends LanesAgreeContract {
    @BeforeAll
    static void canRun() {
        NeedsMySql.check();
    }

    @Override
    protected DatabaseServer server() {
        return MySqlServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MySqlSourceTask();
    }

    @Override
    protected List<Odd> ownColumns() {
        return List.of(
                odd(
                        "json",
                        "JSON_ARRAY(1e0, 100.0, 1e14, 1e15, 1e16, 123456789012345680000, 0.1, 1e-4,"
                                + " 1e-14, 1e-15, 1e-16, 1.5e300, -0e0, 2e0, 3.3333333333333335e0)",
                        "JSON_ARRAY(CAST('1.10' AS DECIMAL(5,2)), 9223372036854775807,"
                                + " 18446744073709551615, -32769, 70000, true, null, '', '\\n\\\"')",
                        "JSON_OBJECT('d', CAST('2024-02-03' AS DATE),"
                                + " 't', CAST('-10:11:12.5' AS TIME(6)),"
                                + " 'dt', CAST('2024-02-03 04:05:06.000007' AS DATETIME(6)))",
                        "JSON_ARRAY(x'00ff', CAST('x' AS BINARY), JSON_OBJECT(), JSON_ARRAY())",
                        "JSON_QUOTE('\\0\\b\\t\\Z / é 😀')",
                        "JSON_OBJECT('long', REPEAT('x', 70000), 'bb', 1, 'a', JSON_ARRAY(1))",
                        "'\"text\"'",
                        "CAST(ST_GeomFromText('POINT(1 2)') AS JSON)",
                        "CAST(b'101' AS JSON)"));
    }
}
