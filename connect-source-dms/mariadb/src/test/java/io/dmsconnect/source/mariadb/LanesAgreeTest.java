// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.mariadb;

import io.dmsconnect.source.binlog.debezium.LanesAgreeContract;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;

class LanesAgreeTest extends LanesAgreeContract {
    @Override
    protected DatabaseServer server() {
        return MariaDbServer.shared();
    }

    @Override
    protected SourceTask task() {
        return new MariaDbSourceTask();
    }

    @Override
    protected List<Odd> ownColumns() {
        return List.of(
                odd(
                        "uuid",
                        "'00000000-0000-0000-0000-000000000000'",
                        "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                        "'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'",
                        "'12345678-1234-4abc-8def-000000000000'",
                        "'017f22e2-79b0-7cc3-98c4-dc0c0c07398f'",
                        "'1ec9414c-232a-6b00-b3c8-9e6bdeced846'"),
                odd(
                        "inet6",
                        "'::1'",
                        "'::ffff:192.168.0.1'",
                        "'::192.168.0.1'",
                        "'1:0:0:2::'",
                        "'fe80::1:0:0:1'",
                        "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'"),
                odd(
                        "inet6 DEFAULT '::'",
                        "'1:2:3:4:5:6:7:0'",
                        "'1:2:0:4:5:0:0:8'",
                        "'0:0:1::'",
                        "'::1:0'",
                        "'::2:3:4'",
                        "'0:2:3:4:5:6:7:8'",
                        "'0:0:0:0:0:ffff:0:0'",
                        "'::1:ffff:1.2.3.4'",
                        "'::fffe:1.2.3.4'",
                        "'1:0:2:0:3:0:4:0'"),
                odd("inet4", "'0.0.0.0'", "'10.0.0.0'", "'255.255.255.255'"),
                odd("json", "'{\"a\": [1,  2.50]}'", "'null'"));
    }
}
