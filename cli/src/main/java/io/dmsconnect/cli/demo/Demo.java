// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.demo;

import io.dmsconnect.cli.compare.DatabaseComparison;
import io.dmsconnect.cli.compare.TableDifference;
import io.dmsconnect.cli.embedded.PluginZips;
import io.dmsconnect.cli.embedded.StateFolder;
import io.dmsconnect.cli.progress.Terminal;
import io.dmsconnect.cli.run.Closing;
import io.dmsconnect.cli.run.EmbeddedTask;
import io.dmsconnect.cli.run.TaskWatch;
import io.dmsconnect.cli.task.TaskDocument;
import io.dmsconnect.cli.task.TaskReader;
import io.dmsconnect.core.schema.TableId;
import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;

/** Everything of the demonstration on one machine, from the databases to the verdict. */
public final class Demo implements AutoCloseable {
    private static final String BUILT = "shop.properties";
    private static final String ROWS = "rows";

    private final StateFolder state;
    private final Terminal terminal;
    private final Shop shop;
    private final Closing opened = new Closing();
    private DatabaseServer source;
    private DatabaseServer target;
    private TaskDocument task;
    private ShopWriter writer;
    private volatile TaskWatch watch;

    /**
     * @param rows of the largest table; an earlier demo in the folder keeps its own number
     */
    public Demo(StateFolder state, long rows, Terminal terminal) {
        this.state = state;
        this.terminal = terminal;
        String before = state.read(BUILT).getProperty(ROWS);
        this.shop = new Shop(before == null ? rows : Long.parseLong(before));
    }

    /** Starts the databases, the shop and the migration. */
    public void start(PluginZips zips) throws SQLException, IOException, InterruptedException {
        terminal.say("Starting MariaDB and PostgreSQL ...");
        source =
                opened.open(
                        () ->
                                MariaDbServer.start(
                                        state.path().resolve("mariadb"), state.port("mariadb")));
        target =
                opened.open(
                        () ->
                                PostgreSqlServer.start(
                                        state.path().resolve("postgres"), state.port("postgres")));
        buildShop();
        Path document = writeDocument();
        task = TaskReader.read(document);
        terminal.say("The task document: " + document);
        openShop();
        terminal.say("Starting Kafka and Kafka Connect ...");
        EmbeddedTask running = opened.add(new EmbeddedTask(task, task, state, zips, Set.of()));
        running.start();
        watch = new TaskWatch(running, terminal);
    }

    private void buildShop() throws SQLException {
        if (state.read(BUILT).containsKey(ROWS)) {
            terminal.say("The shop of an earlier demo goes on.");
            return;
        }
        terminal.say("Building the shop ...");
        try (Connection connection = source.connect()) {
            shop.build(connection);
        }
        target.execute(
                "DROP DATABASE IF EXISTS " + Shop.DATABASE, "CREATE DATABASE " + Shop.DATABASE);
        Properties built = new Properties();
        built.setProperty(ROWS, Long.toString(shop.lines()));
        state.write(BUILT, built);
    }

    private void openShop() throws SQLException {
        writer = opened.add(new ShopWriter(source.connect(Shop.DATABASE), shop, System.nanoTime()));
        writer.start();
    }

    private Path writeDocument() throws IOException {
        String text =
                """
                {
                  "ReplicationTaskIdentifier": "demo",
                  "MigrationType": "full-load-and-cdc",
                  "SourceEndpoint": {
                    "EngineName": "mariadb", "ServerName": "%s", "Port": %d,
                    "Username": "%s", "Password": "%s", "DatabaseName": "shop"
                  },
                  "TargetEndpoint": {
                    "EngineName": "postgres", "ServerName": "%s", "Port": %d,
                    "Username": "%s", "Password": "%s", "DatabaseName": "shop"
                  },
                  "TableMappings": {
                    "rules": [
                      {
                        "rule-type": "selection", "rule-id": "1", "rule-name": "all tables of the shop",
                        "rule-action": "include",
                        "object-locator": {"schema-name": "shop", "table-name": "%%"}
                      }
                    ]
                  },
                  "ReplicationTaskSettings": {
                    "FullLoadSettings": {"TargetTablePrepMode": "DROP_AND_CREATE"}
                  }
                }
                """
                        .formatted(
                                source.host(),
                                source.port(),
                                source.user(),
                                source.password(),
                                target.host(),
                                target.port(),
                                target.user(),
                                target.password());
        return Files.writeString(state.path().resolve("task.json"), text);
    }

    /** Closes everything, from another thread and at any moment. */
    public void interrupt() {
        TaskWatch watching = watch;
        if (watching != null) {
            watching.stop();
        }
        terminal.close();
        close();
    }

    /**
     * Loads, follows changes for a while, closes the shop, waits, and compares.
     *
     * @return true where both databases are equal
     */
    public boolean migrate(Duration open) throws InterruptedException, SQLException {
        if (!watch.untilLoaded()) {
            return false;
        }
        terminal.say(
                "All tables are loaded; the shop stays open for " + open.toSeconds() + " s more.");
        if (!watch.during(open)) {
            return false;
        }
        long transactions = writer.stop();
        terminal.say(
                "The shop is closed after %,d transactions; waiting until the target has all of them."
                        .formatted(transactions));
        long from = System.nanoTime();
        if (!watch.untilInSync()) {
            return false;
        }
        watch.print();
        terminal.say(
                "In sync after %.1f s. Comparing every value of every row ..."
                        .formatted((System.nanoTime() - from) / 1e9));
        return compare();
    }

    private boolean compare() throws SQLException {
        boolean equal = true;
        try (DatabaseComparison comparison = new DatabaseComparison(task.source(), task.target())) {
            for (String table : Shop.TABLES) {
                TableId id = new TableId(Shop.DATABASE, table);
                TableDifference difference = comparison.compare(id, id);
                equal &= difference.equal();
                terminal.say("  " + difference.verdict());
            }
        }
        terminal.say(equal ? "EQUAL: both databases are the same." : "NOT EQUAL: see above.");
        return equal;
    }

    /** Opens the shop again, and stays until interrupted. */
    public void goOn() throws InterruptedException, SQLException {
        openShop();
        terminal.say(
                """

                The shop is open again, and its changes go on to PostgreSQL until Ctrl-C. To look at both:
                  mariadb -h %s -P %d -u %s -p%s shop
                  psql postgresql://%s:%s@%s:%d/shop        (its tables are in schema shop)
                """
                        .formatted(
                                source.host(),
                                source.port(),
                                source.user(),
                                source.password(),
                                target.user(),
                                target.password(),
                                target.host(),
                                target.port()));
        watch.untilStopped();
    }

    /** A task that is stopped while the shop is open goes on where it was. */
    @Override
    public void close() {
        opened.close();
    }
}
