// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;

/**
 * JSON as maps, lists, texts, booleans, nulls and {@link Number}: numbers keep their text, so that
 * no digit and no sign of zero is lost.
 */
final class JsonTree {
    /** A number as it is written. */
    record Number(String text) {}

    private JsonTree() {}

    /** The document's object; messages never quote the document, which holds rows. */
    static Map<String, Object> parse(String text, String where) {
        try (JsonParser parser = DmsJson.FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new DataException(where + ": something follows the JSON object");
            }
            return asObject(value, where);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    "%s: not JSON, line %d, column %d"
                            .formatted(
                                    where,
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new DataException(where + ": not JSON");
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return null;
        }
        switch (token) {
            case START_OBJECT:
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                return members;
            case START_ARRAY:
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                return items;
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_NULL:
                return null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
                return new Number(parser.getText());
            default:
                return parser.getText();
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asObject(Object value, String where) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new DataException(where + ": a JSON object is expected");
    }

    static Map<String, Object> object(Map<String, Object> from, String name, String where) {
        return asObject(from.get(name), where + "." + name);
    }

    static String text(Map<String, Object> from, String name, String where) {
        if (from.get(name) instanceof String text) {
            return text;
        }
        throw new DataException(where + "." + name + ": a text is expected");
    }

    static List<String> texts(Map<String, Object> from, String name, String where) {
        List<String> texts = new ArrayList<>();
        if (from.get(name) instanceof List<?> items) {
            for (Object item : items) {
                if (!(item instanceof String text)) {
                    throw new DataException(where + "." + name + ": texts are expected");
                }
                texts.add(text);
            }
            return texts;
        }
        throw new DataException(where + "." + name + ": an array of texts is expected");
    }

    /** -1 where there is none. */
    static int integer(Map<String, Object> from, String name, String where) {
        Object value = from.get(name);
        if (value == null) {
            return -1;
        }
        String text = value instanceof Number number ? number.text() : value.toString();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new DataException(where + "." + name + ": an integer is expected");
        }
    }
}
