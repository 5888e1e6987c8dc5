// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmsconnect.core.failure.ReplicationException;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    private static final TableId T = new TableId("d", "t");
    private static final List<String> AB = List.of("a", "b");

    private final Identities identities = new Identities();

    private static LogCoordinates at(long offset) {
        return new LogCoordinates("bin.000002", offset);
    }

    private static LoggedTable shape(int highest, Map<String, Integer> ids) {
        return new LoggedTable(
                new ColumnIds(ids, highest),
                ids.keySet().stream()
                        .map(
                                name ->
                                        new LoggedTable.LoggedColumnType(
                                                name, DataType.of(DataType.Kind.INT4), true))
                        .toList(),
                List.of());
    }

    private void shaped(long offset, Map<String, Integer> ids) {
        int highest = ids.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        identities.shaped(T, at(offset), shape(highest, new java.util.TreeMap<>(ids)));
    }

    @Test
    void aLoadTakesTheNumbersOfTheLogWhereTheLogIsBeyondIt() {
        shaped(10, Map.of("a", 1, "b", 2));
        shaped(100, Map.of("a", 3, "b", 2));
        shaped(200, Map.of("a", 2, "b", 3));
        LoadedShape load = identities.load(T, AB, at(150), at(150), null);
        assertThat(load.columns().ids()).isEqualTo(Map.of("a", 3, "b", 2));
        assertThat(identities.reached(T, at(300))).isEmpty();
    }

    @Test
    void theLogTakesTheNumbersOfALoadWhereItGetsToItLater() {
        shaped(10, Map.of("a", 1, "b", 2));
        // the log is not read so far yet that it would show that a is another column by now
        LoadedShape load = identities.load(T, AB, at(150), at(150), null);
        shaped(100, Map.of("a", 3, "b", 2));
        assertThat(identities.reached(T, at(149))).isEmpty();
        assertThat(identities.reached(T, at(150)).orElseThrow().columns())
                .isEqualTo(load.columns());
        // from then on the log goes on by itself
        shaped(160, Map.of("a", 1, "b", 2));
        shaped(170, Map.of("a", 1, "b", 4));
        assertThat(identities.reached(T, at(180))).isEmpty();
    }

    /** TRUNCATE comes without rows, by which the reader would have taken the numbers. */
    @Test
    void aChangeBehindALoadHasItsNumbersBeforeTheReaderHasTakenThem() {
        LoadedShape load = identities.load(T, AB, at(150), at(150), null);
        shaped(100, Map.of("a", 3, "b", 2));
        assertThat(ids(149)).isEqualTo(Map.of("a", 3, "b", 2));
        assertThat(ids(160)).isEqualTo(load.columns().ids());
        shaped(170, Map.of("a", 1, "b", 4));
        assertThat(ids(160)).isEqualTo(load.columns().ids());
        assertThat(ids(180)).isEqualTo(Map.of("a", 1, "b", 4));
    }

    private Map<String, Integer> ids(long offset) {
        return identities.logged(T, AB, Optional.of(at(offset))).orElseThrow().ids().ids();
    }

    @Test
    void aTableThatIsAlteredWhileItsLoadBeginsHasToBeginAnew() {
        shaped(10, Map.of("a", 1, "b", 2));
        shaped(100, Map.of("a", 1, "c", 2));
        assertThatThrownBy(() -> identities.load(T, List.of("a", "c"), at(50), at(50), null))
                .isInstanceOf(ReplicationException.class);
    }

    /** Its snapshot would show the columns' rows of before under their names of after. */
    @Test
    void aTableThatIsAlteredBehindItsSnapshotHasToBeginAnew() {
        shaped(10, Map.of("a", 1, "b", 2));
        identities.load(T, AB, at(50), at(90), null);
        assertThat(identities.isAmidLoad(T, at(70))).isTrue();
        shaped(70, Map.of("a", 2, "b", 1));
        assertThatThrownBy(() -> identities.load(T, AB, at(50), at(90), null))
                .isInstanceOf(ReplicationException.class);
        assertThat(identities.load(T, AB, at(50), at(60), null).columns().id("a")).isEqualTo(1);
    }

    @Test
    void aLoadDoesNotGoOnWhereTheNamesMeanOtherColumns() {
        shaped(10, Map.of("a", 1, "b", 2));
        LoadedShape begun = identities.load(T, AB, at(50), at(50), null);
        shaped(60, Map.of("a", 1, "b", 2));
        assertThat(identities.load(T, AB, at(80), at(80), begun).at()).isEqualTo(at(50));
        shaped(70, Map.of("a", 2, "b", 1));
        assertThat(identities.load(T, AB, at(80), at(80), begun).columns().id("a")).isEqualTo(2);
    }

    @Test
    void partsOfALoadThatGoesOnKeepTheirNumbersAndTellOfAlterationsBetweenThem() {
        LoadedShape begun = identities.load(T, AB, at(50), at(50), null);
        LoadedShape later = identities.load(T, AB, at(90), at(90), begun);
        assertThat(later.columns()).isEqualTo(begun.columns());
        assertThat(LoadedShape.parse(later.write())).contains(later);
        assertThat(identities.isAmidLoad(T, at(70))).isTrue();
        assertThat(identities.isAmidLoad(T, at(91))).isFalse();
        assertThat(identities.isInLoad(T, at(50))).isTrue();
        assertThat(identities.isInLoad(T, at(70))).isFalse();
    }

    @Test
    void aChangeIsReadByTheShapeOfItsPlace() {
        shaped(10, Map.of("a", 1, "b", 2));
        shaped(100, Map.of("a", 3, "b", 2));
        assertThat(id("a", 99)).isEqualTo(1);
        assertThat(id("a", 101)).isEqualTo(3);
        // the log of another server, whose places are others: as it was read last
        assertThat(id("a", 5)).isEqualTo(3);
        assertThat(identities.logged(T, List.of("x"), Optional.of(at(101)))).isEmpty();
    }

    private int id(String column, long offset) {
        return identities.logged(T, AB, Optional.of(at(offset))).orElseThrow().ids().id(column);
    }
}
