// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dmsconnect.core.schema.SecondaryObjects;

/** Secondary objects as JSON: the records' components by their names. */
public final class ObjectsText {
    /** Components only: what records compute beside them is no part of them. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .visibility(PropertyAccessor.ALL, Visibility.NONE)
                    .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                    .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private ObjectsText() {}

    public static String write(Object part) {
        try {
            return MAPPER.writeValueAsString(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of the parts. */
    public static <T> T read(String json, Class<T> part) {
        try {
            return MAPPER.readValue(json, part);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no secondary objects of DMS Connect", e);
        }
    }

    /**
     * @param json null for none
     */
    static SecondaryObjects read(String json) {
        return json == null ? SecondaryObjects.NONE : read(json, SecondaryObjects.class);
    }
}
