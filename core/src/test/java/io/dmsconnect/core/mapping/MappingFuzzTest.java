// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever the document: mappings or a {@link MappingException}, and whatever the mappings: a plan
 * or a configuration error, never anything else. Every document of the golden cases is a seed.
 */
class MappingFuzzTest {
    private static final List<String> DOCUMENTS = new ArrayList<>();
    private static final List<Table> TABLES = new ArrayList<>();

    /** Positions of the documents that are right. */
    private static final List<Integer> RIGHT = new ArrayList<>();

    @BeforeContainer
    static void readSeeds() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/test/resources/golden/mapping"))) {
            for (Path folder : folders.sorted().toList()) {
                DOCUMENTS.add(Files.readString(folder.resolve("rules.json")));
                if (isRight(DOCUMENTS.get(DOCUMENTS.size() - 1))) {
                    RIGHT.add(DOCUMENTS.size() - 1);
                }
                TABLES.add(GoldenTable.read(folder.resolve("table.json")).table());
            }
        }
        assertThat(RIGHT).hasSizeGreaterThan(80);
    }

    private static boolean isRight(String json) {
        try {
            TableMappings.parse(json);
            return true;
        } catch (MappingException e) {
            return false;
        }
    }

    @Property(tries = 8000, shrinking = ShrinkingMode.OFF)
    void changedDocuments(@ForAll("changed") Seed seed) {
        check(seed.json(), TABLES.get(seed.index()));
    }

    @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
    void damagedBytes(@ForAll("damaged") Seed seed) {
        check(seed.json(), TABLES.get(seed.index()));
    }

    @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
    void noise(@ForAll("noise") String text) {
        check(text, TABLES.get(0));
    }

    private static void check(String json, Table table) {
        TableMappings mappings;
        try {
            mappings = TableMappings.parse(json);
        } catch (MappingException e) {
            assertThat(e.problems()).isNotEmpty().doesNotContain("").doesNotContainNull();
            return;
        }
        assertThat(mappings.warnings()).doesNotContainNull();
        plan(mappings, table);
        plan(mappings.withChained(true).withMaskingKey(new byte[] {1}), table);
        mappings.loadOrder(table.id());
        mappings.tableSettings(table.id());
        mappings.selectsSchema(table.id().schema());
    }

    private static void plan(TableMappings mappings, Table table) {
        try {
            mappings.plan(table)
                    .ifPresent(
                            plan -> {
                                plan.filter().ifPresent(RowFilter::toString);
                                plan.close();
                            });
        } catch (ReplicationException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CONFIGURATION);
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /**
     * @param index of the golden case it comes from
     */
    record Seed(int index, String json) {
        /** Not in full. */
        @Override
        public String toString() {
            return index + ": " + json;
        }
    }

    @Provide
    Arbitrary<Seed> changed() {
        Arbitrary<Integer> index = Arbitraries.of(RIGHT);
        Arbitrary<List<Long>> choices = Arbitraries.longs().list().ofMinSize(1).ofMaxSize(3);
        return Combinators.combine(index, choices)
                .as((i, list) -> new Seed(i, JsonMutation.mutate(DOCUMENTS.get(i), list)));
    }

    @Provide
    Arbitrary<Seed> damaged() {
        Arbitrary<Integer> index = Arbitraries.integers().between(0, DOCUMENTS.size() - 1);
        Arbitrary<List<Integer>> places =
                Arbitraries.integers().greaterOrEqual(0).list().ofMinSize(1).ofMaxSize(5);
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(4);
        return Combinators.combine(index, places, bytes)
                .as((i, list, noise) -> new Seed(i, damage(DOCUMENTS.get(i), list, noise)));
    }

    private static String damage(String json, List<Integer> places, byte[] noise) {
        byte[] bytes = (json + " ").getBytes(StandardCharsets.UTF_8);
        for (int place : places) {
            for (int i = 0; i < noise.length; i++) {
                bytes[(place % bytes.length + i) % bytes.length] = noise[i];
            }
        }
        int end = noise.length == 0 ? places.get(0) % bytes.length : bytes.length;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<String> noise() {
        Arbitrary<String> tokens =
                Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"rules\"",
                        "\"rule-type\"",
                        "\"selection\"",
                        "null",
                        "true",
                        "-1e999",
                        "0",
                        "\"\\u0000\"",
                        "\"%\"",
                        "\uD800",
                        "//",
                        " ");
        return Arbitraries.oneOf(
                tokens.list().ofMaxSize(40).map(list -> String.join("", list)),
                Arbitraries.strings().all().ofMaxLength(60),
                Arbitraries.integers()
                        .between(1, 3000)
                        .map(depth -> "{\"rules\":" + "[{\"a\":".repeat(depth)),
                Arbitraries.integers()
                        .between(1, 5000)
                        .map(digits -> "{\"rules\":[{\"rule-id\":" + "9".repeat(digits) + "}]}"));
    }
}
