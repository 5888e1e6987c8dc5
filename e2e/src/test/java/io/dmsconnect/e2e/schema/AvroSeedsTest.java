// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schema changes, as in {@link SchemaChangesTest}, where the records are Avro. */
class AvroSeedsTest {
    /** With {@code load.records=rows} the others may ask for a load, in JSON as well. */
    private static final Set<Kind> WITHOUT_LOAD =
            EnumSet.of(
                    Kind.ADD,
                    Kind.ADD_DEFAULT,
                    Kind.DROP,
                    Kind.RENAME,
                    Kind.RENAME_CHAIN,
                    Kind.RENAME_SWAP,
                    Kind.TRUNCATE,
                    Kind.SWAP_VALUES);

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, POSTGRESQL, rows",
        "POSTGRESQL, MARIADB, batches",
        "MARIADB, MARIADB, batches"
    })
    void sourceAndTargetEndEqual(Engine source, Engine target, String records) {
        Set<Kind> kinds = records.equals("rows") ? WITHOUT_LOAD : Kind.chosen();
        List<Script> scripts =
                LongStream.range(1, 5)
                        .mapToObj(seed -> Workload.script(seed, source, target, kinds))
                        .toList();
        List<Verdict> verdicts = Trial.of(scripts, new Wire(Wire.Format.AVRO, records));
        assertThat(verdicts).hasSameSizeAs(scripts).allMatch(verdict -> verdict.executed() > 0);
        assertThat(verdicts).flatExtracting(Verdict::problems).isEmpty();
    }
}
