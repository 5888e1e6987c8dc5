// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;

class DmsJsonConverterTest {
    private static final Schema SCHEMA =
            SchemaBuilder.struct().name("Row").field("id", Schema.INT64_SCHEMA).build();

    private static <C extends Converter> C configured(C converter) {
        converter.configure(Map.of("schemas.enable", "true"), false);
        return converter;
    }

    @Test
    void loadBatchesTravelAsTheyAre() {
        DmsJsonConverter converter = configured(new DmsJsonConverter());
        byte[] batch = {'O', 'b', 'j', 1, 2, 3};
        byte[] sent = converter.fromConnectData("t", LoadCodec.VALUE_SCHEMA, batch);
        assertThat(sent).isEqualTo(batch);
        SchemaAndValue read = converter.toConnectData("t", sent);
        assertThat(LoadCodec.isLoadMessage(read.schema())).isTrue();
        assertThat(read.value()).isEqualTo(batch);
    }

    @Test
    void allElseIsJson() {
        DmsJsonConverter ours = configured(new DmsJsonConverter());
        JsonConverter json = configured(new JsonConverter());
        Struct value = new Struct(SCHEMA).put("id", 42L);
        byte[] sent = ours.fromConnectData("t", SCHEMA, value);
        assertThat(sent).isEqualTo(json.fromConnectData("t", SCHEMA, value));
        assertThat(ours.toConnectData("t", sent)).isEqualTo(json.toConnectData("t", sent));
        assertThat(ours.toConnectData("t", null)).isEqualTo(json.toConnectData("t", null));
        byte[] otherBytes = ours.fromConnectData("t", Schema.BYTES_SCHEMA, new byte[] {1});
        assertThat(otherBytes)
                .isEqualTo(json.fromConnectData("t", Schema.BYTES_SCHEMA, new byte[] {1}));
    }

    /** What came through the plain converter, before ours was there. */
    @Test
    void batchesThatJsonHasWrittenAreRead() {
        byte[] batch = {'O', 'b', 'j', 1, 2, 3};
        byte[] sent =
                configured(new JsonConverter()).fromConnectData("t", LoadCodec.VALUE_SCHEMA, batch);
        SchemaAndValue read = configured(new DmsJsonConverter()).toConnectData("t", sent);
        assertThat(LoadCodec.isLoadMessage(read.schema())).isTrue();
        assertThat((byte[]) read.value()).isEqualTo(batch);
    }

    @Test
    void isFoundByItsService() {
        assertThat(ServiceLoader.load(Converter.class))
                .anyMatch(DmsJsonConverter.class::isInstance);
    }
}
