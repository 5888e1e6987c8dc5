// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.testing.DatabaseServer;
import io.dmsconnect.testing.MariaDbServer;
import io.dmsconnect.testing.PostgreSqlServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes, keys, defaults and numberings of the source, on the target of a whole run. */
class SecondaryObjectsTest {
    private static final String POSTGRESQL =
            """
            CREATE TABLE parents (
              id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5 START WITH 100) PRIMARY KEY,
              code varchar(30) NOT NULL UNIQUE,
              made timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
              tag varchar(20) DEFAULT 'it''s',
              n numeric(10,2) DEFAULT '-1.5'::numeric,
              ok boolean DEFAULT true);
            CREATE TABLE "Child ""x"" y" (
              id serial PRIMARY KEY,
              parent bigint NOT NULL REFERENCES parents (id) ON DELETE CASCADE,
              self int REFERENCES "Child ""x"" y" (id) DEFERRABLE INITIALLY DEFERRED,
              "order" int, note text, doc jsonb NOT NULL DEFAULT '{}'::jsonb);
            CREATE TABLE swaps (id int PRIMARY KEY,
              u int CONSTRAINT swaps_u UNIQUE DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO swaps VALUES (1, 1), (2, 2), (3, 3);
            CREATE INDEX "by parent" ON "Child ""x"" y" (parent DESC, "order");
            CREATE INDEX by_doc ON "Child ""x"" y" USING gin (doc);
            CREATE INDEX by_note ON "Child ""x"" y" (lower(note)) WHERE "order" > 3;
            CREATE UNIQUE INDEX once ON "Child ""x"" y" ("order") INCLUDE (note);
            INSERT INTO parents (code) SELECT 'c' || i FROM generate_series(1, 50) i;
            INSERT INTO "Child ""x"" y" (parent, "order", note)
              SELECT 100 + i % 50 * 5, i, 'note' FROM generate_series(1, 500) i;
            UPDATE "Child ""x"" y" SET self = id - 1 WHERE id > 1;
            """;

    private static final String MARIADB =
            """
            CREATE TABLE parents (
              id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
              code VARCHAR(30) NOT NULL, note TEXT,
              state ENUM('new', 'it''s old') NOT NULL DEFAULT 'it''s old',
              made DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
              raw VARBINARY(10) DEFAULT x'4142', odd VARBINARY(10) DEFAULT x'41ff',
              UNIQUE KEY code (code), KEY k (note(10), code DESC), FULLTEXT KEY words (note));
            CREATE TABLE children (
              id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, parent BIGINT UNSIGNED NOT NULL,
              KEY kc (parent), CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parents (id) ON DELETE CASCADE);
            INSERT INTO parents (code, note) SELECT CONCAT('c', seq), 'words' FROM seq_1_to_40;
            INSERT INTO children (parent) SELECT 1 + seq % 40 FROM seq_1_to_300;
            """;

    @TempDir Path folder;

    private void run(
            DatabaseServer source, String from, DatabaseServer target, String to, String schema)
            throws Exception {
        String file =
                new TaskFile(from.replace('_', '-'), "full-load-and-cdc", source, from, target, to)
                        .include(schema)
                        .renameSchema(schema, target instanceof PostgreSqlServer ? "public" : to)
                        .fullLoad("CreatePkAfterFullLoad", true)
                        .write(folder)
                        .toString();
        command =
                List.of(
                        "run",
                        file,
                        "--state",
                        folder.resolve("state").toString(),
                        "--stop-when",
                        "in-sync");
        goOn();
    }

    private void goOn() {
        DmsProcess run = DmsProcess.run(folder, command.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.tail()).isZero();
        said = run.output();
    }

    private List<String> command;
    private String said;

    @Test
    void postgreSqlToPostgreSqlAreTheSame() throws Exception {
        PostgreSqlServer server = PostgreSqlServer.shared();
        server.execute("CREATE DATABASE objects_from");
        server.execute("CREATE DATABASE objects_to");
        server.executeIn("objects_from", POSTGRESQL.split(";\\s*\n"));
        run(server, "objects_from", server, "objects_to", "public");
        for (String query :
                List.of(
                        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'awsdms%' ORDER BY 1, 2",
                        "SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'awsdms%' ORDER BY conrelid::regclass::text, 2",
                        "SELECT table_name, column_name, column_default, is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'awsdms%' ORDER BY 1, 2",
                        "SELECT * FROM \"Child \"\"x\"\" y\" ORDER BY id")) {
            assertThat(server.queryIn("objects_to", query))
                    .as(query)
                    .isNotEmpty()
                    .isEqualTo(server.queryIn("objects_from", query));
        }
        for (String next :
                List.of(
                        "INSERT INTO parents (code) VALUES ('next') RETURNING id, tag, n, ok",
                        "INSERT INTO \"Child \"\"x\"\" y\" (parent) VALUES (100) RETURNING id, doc")) {
            assertThat(server.queryIn("objects_to", next))
                    .isEqualTo(server.queryIn("objects_from", next));
        }
        assertThat(said).contains("public.parents, numbering id: created: made BY DEFAULT");
        // as the docs advise before the cut-over
        server.executeIn("objects_to", "INSERT INTO parents (id, code) VALUES (9000, 'far')");
        for (List<String> statement :
                server.queryIn(
                        "objects_to",
                        """
                        SELECT format('SELECT setval(pg_get_serial_sequence(%L, %L), (SELECT coalesce(max(%I), 0) + 1 FROM %I.%I), false)',
                          quote_ident(target_schema) || '.' || quote_ident(target_table), object_name, object_name, target_schema, target_table)
                        FROM awsdms_connect_objects WHERE kind = 'numbering' AND state = 'created'
                        """)) {
            server.executeIn("objects_to", statement.get(0));
        }
        assertThat(
                        server.queryIn(
                                "objects_to",
                                "INSERT INTO parents (code) VALUES ('after') RETURNING id"))
                .containsExactly(List.of("9001"));
    }

    @Test
    void mariaDbToPostgreSql() throws Exception {
        MariaDbServer source = MariaDbServer.shared();
        PostgreSqlServer target = PostgreSqlServer.shared();
        source.execute("CREATE DATABASE objects_my");
        source.executeIn("objects_my", MARIADB.split(";\\s*\n"));
        target.execute("CREATE DATABASE objects_pg");
        run(source, "objects_my", target, "objects_pg", "objects_my");
        assertThat(
                        target
                                .queryIn(
                                        "objects_pg",
                                        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'awsdms%' ORDER BY 1")
                                .stream()
                                .map(row -> row.get(0)))
                .containsExactlyInAnyOrder(
                        "CREATE UNIQUE INDEX parents_pkey ON public.parents USING btree (id)",
                        "CREATE UNIQUE INDEX children_pkey ON public.children USING btree (id)",
                        "CREATE UNIQUE INDEX code ON public.parents USING btree (code)",
                        "CREATE INDEX k ON public.parents USING btree (substr(note, 1, 10), code DESC)",
                        "CREATE INDEX kc ON public.children USING btree (parent)")
                .hasSize(5);
        assertThat(
                        target.queryIn(
                                "objects_pg",
                                "SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"))
                .containsExactly(
                        List.of(
                                "of_parent",
                                "t",
                                "FOREIGN KEY (parent) REFERENCES parents(id) ON UPDATE RESTRICT ON DELETE CASCADE"));
        assertThat(
                        target.queryIn(
                                "objects_pg",
                                "INSERT INTO parents (code) VALUES ('next') RETURNING id, state, made > now() - interval '1 day', encode(raw, 'hex')"))
                .containsExactly(List.of(next(source, "parents"), "it's old", "t", "4142"));
        assertThat(
                        target.queryIn(
                                "objects_pg",
                                "INSERT INTO children (parent) VALUES (1) RETURNING id"))
                .containsExactly(List.of(next(source, "children")));
        assertThat(said).contains("index words: not created: PostgreSQL has no equivalent");
        // whose bytes MariaDB's catalogue does not tell
        assertThat(
                        target.queryIn(
                                "objects_pg",
                                "SELECT encode(odd, 'hex') FROM parents WHERE code = 'next'"))
                .containsExactly(List.of("41ff"));
    }

    /** An INSERT of many rows sets more numbers aside than it needs. */
    private static String next(MariaDbServer source, String table) {
        return source.query(
                        "SELECT auto_increment FROM information_schema.tables WHERE table_schema = 'objects_my' AND table_name = '%s'"
                                .formatted(table))
                .get(0)
                .get(0);
    }

    @Test
    void postgreSqlToMariaDb() throws Exception {
        PostgreSqlServer source = PostgreSqlServer.shared();
        MariaDbServer target = MariaDbServer.shared();
        source.execute("CREATE DATABASE objects_out");
        source.executeIn("objects_out", POSTGRESQL.split(";\\s*\n"));
        target.execute("CREATE DATABASE objects_in");
        run(source, "objects_out", target, "objects_in", "public");
        assertThat(
                        target.query(
                                """
                                SELECT table_name, index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index), MAX(non_unique)
                                FROM information_schema.statistics WHERE table_schema = 'objects_in'
                                GROUP BY table_name, index_name ORDER BY 1, 2
                                """))
                .contains(
                        List.of("Child \"x\" y", "by parent", "parent,order", "1"),
                        List.of("Child \"x\" y", "once", "order", "0"),
                        List.of("Child \"x\" y", "PRIMARY", "id", "0"),
                        List.of("parents", "PRIMARY", "id", "0"),
                        List.of("parents", "parents_code_key", "code", "0"));
        assertThat(
                        target.query(
                                "SELECT COUNT(*) FROM information_schema.referential_constraints WHERE constraint_schema = 'objects_in'"))
                .containsExactly(List.of("2"));
        target.execute("INSERT INTO objects_in.parents (code) VALUES ('next')");
        assertThat(
                        target.query(
                                "SELECT id, tag, n, ok, made > UTC_TIMESTAMP() - INTERVAL 1 HOUR FROM objects_in.parents WHERE code = 'next'"))
                .containsExactly(List.of("350", "it's", "-1.50", "1", "1"));
        assertThat(said)
                .contains("index by_doc: not created: MariaDB has no equivalent of USING gin")
                .contains("index by_note: not created: MariaDB has no equivalent")
                .contains("swaps_u: not created: MariaDB checks unique values after each row");
        // what the target's own index would refuse in the middle of the statement
        source.executeIn("objects_out", "UPDATE swaps SET u = 4 - u WHERE id IN (1, 3)");
        goOn();
        assertThat(target.query("SELECT id, u FROM objects_in.swaps ORDER BY id"))
                .containsExactly(List.of("1", "3"), List.of("2", "2"), List.of("3", "1"));
    }
}
