// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test's rules stand on lines of their own, from line 2. */
class LintTest {
    private static String select(int id, String action, String schema, String table) {
        return """
        {"rule-type": "selection", "rule-id": "%d", "rule-name": "%d", "rule-action": "%s", \
        "object-locator": {"schema-name": "%s", "table-name": "%s"}}"""
                .formatted(id, id, action, schema, table);
    }

    private static String column(int id, String action, String table, String column, String rest) {
        return """
        {"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-action": "%s", \
        "rule-target": "column", "object-locator": {"schema-name": "app", "table-name": "%s", \
        "column-name": "%s"}%s}"""
                .formatted(id, id, action, table, column, rest);
    }

    private static String table(int id, String action, String table, String rest) {
        return """
        {"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-action": "%s", \
        "rule-target": "table", "object-locator": {"schema-name": "app", "table-name": "%s"}%s}"""
                .formatted(id, id, action, table, rest);
    }

    private static final String ALL = select(1, "include", "app", "%");

    private static String document(String... rules) {
        return "{\"rules\": [\n" + String.join(",\n", rules) + "\n]}";
    }

    /** Without what the reader itself says of actions it does not know. */
    private static List<String> lint(String... rules) {
        return texts(Lint.check(document(rules)));
    }

    private static List<String> texts(List<Lint.Finding> findings) {
        return findings.stream()
                .filter(finding -> !finding.message().contains("not supported"))
                .map(
                        f ->
                                "%s %s %s %d: %s"
                                        .formatted(
                                                f.severity(),
                                                f.ruleId(),
                                                f.path(),
                                                f.line(),
                                                f.message()))
                .toList();
    }

    @Test
    void goodMappingsHaveNoFindings() {
        assertThat(
                        lint(
                                ALL,
                                select(2, "exclude", "app", "log%"),
                                select(3, "explicit", "app", "log1"),
                                table(4, "rename", "a", ", \"value\": \"b\""),
                                table(5, "convert-lowercase", "%", ""),
                                column(6, "remove-column", "a", "secret", "")))
                .isEmpty();
    }

    @Test
    void anIncludeWhoseTablesAreAllExcluded() {
        assertThat(
                        lint(
                                select(1, "include", "app", "log1"),
                                select(2, "exclude", "app", "log%"),
                                select(3, "include", "app", "%")))
                .containsExactly(
                        "WARNING 1 rules[0].object-locator 2: includes nothing: rule-id 2 excludes"
                                + " all of its tables, and an exclude beats every include");
    }

    @Test
    void selectionRulesWithoutEffect() {
        assertThat(
                        lint(
                                select(1, "include", "app", "a%"),
                                select(2, "exclude", "app", "b%"),
                                select(3, "include", "app", "ab%"),
                                select(4, "explicit", "app", "c"),
                                select(5, "explicit", "app", "c")))
                .containsExactly(
                        "WARNING 2 rules[1].object-locator 3: excludes nothing: no include rule"
                                + " takes any of its tables",
                        "WARNING 3 rules[2].object-locator 4: changes nothing: rule-id 1 is for the"
                                + " same tables already",
                        "WARNING 5 rules[4].object-locator 6: changes nothing: rule-id 4 is for the"
                                + " same tables already");
    }

    @Test
    void aTransformationThatALowerRuleIdHides() {
        String[] rules = {
            ALL,
            column(9, "rename", "orders", "id", ", \"value\": \"key\""),
            column(3, "convert-uppercase", "%", "%", ""),
            table(4, "add-prefix", "users", ", \"value\": \"x\"")
        };
        assertThat(lint(rules))
                .containsExactly(
                        "WARNING 9 rules[1].object-locator 3: the rule never applies: rule-id 3 is"
                                + " for the same objects, and of the rules for an object only the"
                                + " lowest rule-id applies");
        assertThat(texts(Lint.check(document(rules), true))).isEmpty();
    }

    @Test
    void aTransformationOfTablesThatAreNotSelected() {
        assertThat(lint(select(1, "include", "shop", "%"), table(2, "convert-lowercase", "%", "")))
                .containsExactly(
                        "WARNING 2 rules[1].object-locator 3: the rule never applies: no selection"
                                + " rule takes any of its tables");
    }

    @Test
    void rulesThatOtherKindsOfRulesLeaveNothing() {
        String add =
                ", \"value\": \"n\", \"data-type\": {\"type\": \"int4\"}, \"expression\": \"1\"";
        String settings =
                """
                {"rule-type": "table-settings", "rule-id": "9", "rule-name": "9", \
                "object-locator": {"schema-name": "app", "table-name": "log1"}, \
                "parallel-load": {"type": "partitions-auto"}}""";
        assertThat(
                        lint(
                                ALL,
                                select(2, "exclude", "app", "log%"),
                                column(3, "remove-column", "a", "s%", ""),
                                column(4, "data-masking-hash-mask", "a", "ssn", ""),
                                table(5, "rename", "log1", ", \"value\": \"x\""),
                                column(6, "add-column", "%", "%", add),
                                column(7, "add-column", "b", "%", add),
                                column(8, "data-masking-hash-mask", "b", "ssn", ""),
                                settings))
                .containsExactly(
                        "WARNING 4 rules[3].object-locator 5: the rule never applies: rule-id 3"
                                + " removes all of its columns",
                        "WARNING 5 rules[4].object-locator 6: the rule never applies: rule-id 2"
                                + " excludes all of its tables",
                        "WARNING 7 rules[6].value 8: the rule never applies: rule-id 6 adds column"
                                + " 'n' to the same tables",
                        "WARNING 9 rules[8].object-locator 10: the rule never applies: rule-id 2"
                                + " excludes all of its tables");
    }

    /** A rule before the removal keeps the column, which is masked then. */
    @Test
    void aMaskOfAColumnThatIsNotRemovedAfterAll() {
        assertThat(
                        lint(
                                ALL,
                                column(2, "rename", "a", "ssn", ", \"value\": \"x\""),
                                column(3, "remove-column", "a", "%", ""),
                                column(4, "data-masking-hash-mask", "a", "ssn", "")))
                .isEmpty();
    }

    private static final String FILTERED =
            """
            {"rule-type": "selection", "rule-id": "%d", "rule-name": "%d", "rule-action": "include", \
            "object-locator": {"schema-name": "app", "table-name": "%s"}, \
            "filters": [{"filter-type": "source", "column-name": "n", "filter-conditions": \
            [{"filter-operator": "gte", "value": "1"}]}]}""";

    @Test
    void filtersBesideARuleThatTakesAllRows() {
        assertThat(lint(FILTERED.formatted(1, 1, "t"), select(2, "include", "app", "%")))
                .containsExactly(
                        "WARNING 1 rules[0].filters 2: have no effect: rule-id 2 takes all rows of"
                                + " these tables, and a row is taken when any rule takes it");
    }

    /** Whatever the rules compute with, the names are known. */
    @Test
    void collisionsOfTablesWithFiltersKeysMasksAndExpressions() {
        String key = ", \"primary-key-def\": {\"name\": \"k\", \"columns\": [\"id\"]}";
        String add =
                ", \"value\": \"z\", \"data-type\": {\"type\": \"int4\"}, \"expression\":"
                        + " \"$other + 1\"";
        assertThat(
                        lint(
                                FILTERED.formatted(1, 1, "a"),
                                FILTERED.formatted(2, 2, "b"),
                                table(3, "rename", "a", ", \"value\": \"one\""),
                                table(4, "rename", "b", ", \"value\": \"one\""),
                                table(5, "define-primary-key", "a", key),
                                column(6, "data-masking-keyed-hash-mask", "b", "m", ""),
                                column(7, "rename", "b", "x", ", \"value\": \"z\""),
                                column(8, "add-column", "b", "%", add)))
                .satisfiesExactly(
                        tables ->
                                assertThat(tables)
                                        .contains("app.a and app.b would both be named 'app.one'"),
                        columns -> assertThat(columns).contains("would both be named 'z'"));
    }

    @Test
    void chainedRulesAreLookedAtAsTheyWillBe() {
        String[] rules = {
            ALL,
            table(2, "convert-lowercase", "A", ""),
            table(3, "add-prefix", "A", ", \"value\": \"x\""),
            table(4, "rename", "b", ", \"value\": \"xa\"")
        };
        assertThat(texts(Lint.check(document(rules), true)))
                .singleElement()
                .asString()
                .contains("app.A and app.b would both be named 'app.xa'");
    }

    @Test
    void aDocumentThatIsNoJsonHasALine() {
        assertThat(Lint.check("{\"rules\": [\n  }").get(0).line()).isEqualTo(2);
    }

    @Test
    void tablesWithOneName() {
        assertThat(
                        lint(
                                ALL,
                                table(2, "rename", "a", ", \"value\": \"one\""),
                                table(3, "rename", "b", ", \"value\": \"one\""),
                                table(4, "rename", "c", ", \"value\": \"ONE\""),
                                table(5, "rename", "old%", ", \"value\": \"old\"")))
                .containsExactly(
                        "ERROR 3 rules[2] 4: tables app.a and app.b would both be named 'app.one'",
                        "WARNING 4 rules[3] 5: tables app.a and app.c would be named 'app.one' and"
                                + " 'app.ONE', which are one on a target that does not tell upper"
                                + " from lower case",
                        "WARNING 5 rules[4].object-locator.table-name 6: every table that matches"
                                + " 'old%' would be named 'old'");
    }

    @Test
    void columnsWithOneName() {
        assertThat(
                        lint(
                                ALL,
                                column(2, "rename", "a", "x", ", \"value\": \"Z\""),
                                column(3, "rename", "a", "y", ", \"value\": \"z\""),
                                column(4, "rename", "b", "x", ", \"value\": \"z\""),
                                column(5, "rename", "b", "y", ", \"value\": \"z\"")))
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .startsWith("WARNING 3 rules[2] 4: columns app.a.x and"),
                        second ->
                                assertThat(second)
                                        .startsWith("ERROR 5 rules[4] 6: ")
                                        .contains("'x'", "'y'", "would both be named 'z'"));
    }

    @Test
    void underscoresProbablyMeantLiterally() {
        assertThat(lint(ALL, column(2, "remove-column", "t_%", "is[_]old_", "")))
                .containsExactly(
                        "HINT 2 rules[1].object-locator.table-name 3: _ in 't_%' matches any one"
                                + " character; for an underscore only write 't[_]%'",
                        "HINT 2 rules[1].object-locator.column-name 3: _ in 'is[_]old_' matches any"
                                + " one character; for an underscore only write 'is[_]old[_]'");
    }

    @Test
    void masksOfKeys() {
        String key = ", \"primary-key-def\": {\"name\": \"k\", \"columns\": [\"id\"]}";
        String digits = ", \"value\": \"#\"";
        assertThat(
                        lint(
                                ALL,
                                table(2, "define-primary-key", "t", key),
                                column(3, "data-masking-digits-mask", "t", "id", digits),
                                column(4, "data-masking-hash-mask", "u", "%", "")))
                .containsExactly(
                        "ERROR 3 rules[2].object-locator.column-name 4: masks a column of the primary key of"
                                + " rule-id 2, and different keys may become equal; use"
                                + " data-masking-hash-mask",
                        "HINT 4 rules[3].object-locator.column-name 5: '%' may match columns of"
                                + " primary keys, whose rows cannot be compared with the source's"
                                + " then");
    }

    @Test
    void filtersOnRemovedColumns() {
        String filtered =
                ALL.replaceFirst(
                        "}$",
                        ", \"filters\": [{\"filter-type\": \"source\", \"column-name\": \"c\","
                                + " \"filter-conditions\": [{\"filter-operator\": \"eq\","
                                + " \"value\": \"1\"}]}]}");
        String exact = filtered.replace("\"%\"", "\"t\"");
        List<Lint.Finding> findings =
                Lint.check(document(exact, column(2, "remove-column", "t", "c", "")));
        assertThat(findings.stream().map(Lint.Finding::message).collect(Collectors.joining("\n")))
                .contains("filters");
    }

    @Test
    void expressions() {
        String add = ", \"value\": \"n\", \"data-type\": {\"type\": \"int4\"}, \"expression\": ";
        List<String> found =
                Stream.of(
                                "\"(1\"",
                                "\"'x\"",
                                "\"\u2018x\u2019\"",
                                "\"1)\"",
                                "\"$ssn || 'x'\"",
                                "\"frobnicate($a)\"",
                                "\"$a ++\"",
                                "\"operation_indicator(1, 2)\"")
                        .map(
                                expression ->
                                        Lint.check(
                                                        document(
                                                                ALL,
                                                                column(
                                                                        2,
                                                                        "add-column",
                                                                        "t",
                                                                        "%",
                                                                        add + expression),
                                                                column(
                                                                        3,
                                                                        "data-masking-hash-mask",
                                                                        "t",
                                                                        "ssn",
                                                                        "")))
                                                .stream()
                                                .filter(f -> f.path().endsWith("expression"))
                                                .map(Lint.Finding::message)
                                                .collect(Collectors.joining()))
                        .toList();
        assertThat(found).allSatisfy(message -> assertThat(message).isNotEmpty());
        assertThat(found.get(4)).contains("'ssn'", "rule-id 3 masks");
        assertThat(found.get(5)).contains("no such function: frobnicate");
        assertThat(found.get(6)).contains("syntax error");
        assertThat(found.get(7)).contains("operation_indicator(delete, update, insert)");
    }

    @Test
    void whatTheReaderSaysIsSaidWithRulePathAndLine() {
        assertThat(lint(ALL, table(2, "renam", "a", ", \"value\": \"b\""), "{}"))
                .contains(
                        "ERROR  rules[2].rule-id 4: is missing; it has to be a number of its own,"
                                + " such as \"1\"");
        assertThat(Lint.check("{\"rules\": [")).hasSize(1);
        assertThat(Lint.check("")).hasSize(1);
        assertThat(Lint.check("[]")).hasSize(1);
    }

    /** Characters taken out, doubled and exchanged, always the same. */
    @Test
    void noDocumentIsTooBroken() {
        String good =
                document(
                        ALL,
                        select(2, "explicit", "app", "x[a-c]"),
                        table(3, "rename", "a", ", \"value\": \"b\""),
                        table(4, "define-primary-key", "a", ", \"primary-key-def\": {}"),
                        column(5, "rename", "t_", "c", ", \"value\": \"d\""),
                        column(6, "data-masking-hash-mask", "a", "%", ""),
                        column(7, "add-column", "a", "n", ", \"expression\": \"$c || (1)\""));
        Random random = new Random(7);
        String spare = "{}[]\",:%_0-\\n\uD83D ";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder broken = new StringBuilder(good);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(broken.length());
                switch (random.nextInt(3)) {
                    case 0 -> broken.delete(at, Math.min(broken.length(), at + random.nextInt(30)));
                    case 1 -> broken.insert(at, spare.charAt(random.nextInt(spare.length())));
                    default -> broken.setCharAt(at, spare.charAt(random.nextInt(spare.length())));
                }
            }
            assertThat(Lint.check(broken.toString())).isNotNull();
        }
        assertThat(Lint.check(null)).hasSize(1);
        assertThat(Lint.check("\uFEFF" + document(ALL))).isEmpty();
    }
}
