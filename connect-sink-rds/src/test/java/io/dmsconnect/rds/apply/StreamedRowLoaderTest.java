// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.dmsconnect.core.event.LargeValue;
import io.dmsconnect.core.event.LoadMessage;
import io.dmsconnect.core.schema.Column;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.DataType.Kind;
import io.dmsconnect.core.schema.Table;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.sql.dialect.Dialect;
import io.dmsconnect.sql.dialect.MariaDbDialect;
import io.dmsconnect.sql.dialect.MySqlDialect;
import io.dmsconnect.sql.dialect.PostgreSqlDialect;
import io.dmsconnect.testing.MySqlServer;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that are larger than the memory they are written with. */
class StreamedRowLoaderTest {
    private static final int MEGA = 1 << 20;
    private static final Table TABLE =
            new Table(
                    new TableId("test", "streamed_rows"),
                    List.of(
                            new Column("id", DataType.of(Kind.INT8), false),
                            new Column("body", DataType.of(Kind.NCLOB), true),
                            new Column("image", DataType.of(Kind.BLOB), true)),
                    List.of("id"));

    private final Dialect dialect = new MySqlDialect();

    /** So many quotes, which are nowhere. */
    private record Quotes(long bytes) implements LargeValue {
        @Override
        public InputStream open() {
            return new InputStream() {
                private long left = bytes;

                @Override
                public int read() {
                    return left-- > 0 ? '\'' : -1;
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    int count = (int) Math.min(left, length);
                    Arrays.fill(into, offset, offset + count, (byte) '\'');
                    left -= count;
                    return count > 0 ? count : -1;
                }
            };
        }
    }

    private static LoadMessage.Batch batch(Object... row) {
        LoadMessage message =
                new LoadMessage(
                        LoadMessage.Type.PIECE,
                        TABLE,
                        TABLE.id(),
                        1,
                        1,
                        "",
                        10,
                        1,
                        0,
                        LoadMessage.Segment.only(1));
        return new LoadMessage.Batch(message, List.<Object[]>of(row).iterator(), null, null, null);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /** The driver's buffer of 16 MB is all. */
    @Test
    void theHeapHasNoneOfThemWhole() throws SQLException {
        assumeTrue(MySqlServer.available(), "libaio.so.1 is missing");
        Object[] row = {1L, new Quotes(60 * MEGA), new Quotes(50 * MEGA)};
        MySqlServer server = MySqlServer.shared();
        server.execute(dialect.createTable(TABLE, true));
        try (Connection connection = server.connect()) {
            StreamedRowLoader loader = StreamedRowLoader.of(dialect, connection, row).orElseThrow();
            long before = allocated();
            assertThat(loader.load(connection, batch(row))).isEqualTo(1);
            assertThat(allocated() - before).isLessThan(25 * MEGA);
            assertThat(
                            server.query(
                                    """
                                    SELECT length(body), length(replace(body, '''', '')),
                                        length(image), length(replace(image, '''', ''))
                                    FROM test.streamed_rows"""))
                    .containsExactly(List.of("" + 60 * MEGA, "0", "" + 50 * MEGA, "0"));
        } finally {
            server.execute(dialect.dropTable(TABLE.id()));
        }
    }

    @Test
    void onlyWhereTheDialectSaysSo() throws SQLException {
        Object[] small = {1L, new Quotes(MEGA - 1), null};
        Object[] large = {1L, new Quotes(60 * MEGA), null};
        // none of them asks a server
        assertThat(StreamedRowLoader.of(dialect, null, small)).isEmpty();
        assertThat(StreamedRowLoader.of(new MariaDbDialect(), null, large)).isEmpty();
        assertThat(StreamedRowLoader.of(new PostgreSqlDialect(), null, large)).isEmpty();
    }
}
